package dev.gatehouse.common.event;

import dev.gatehouse.common.amqp.Delivery;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A message that waits for its turn.
 *
 * @param failedTries how often it has been tried before
 * @param due when its turn comes, by the clock of {@link System#nanoTime}
 * @param sequence tells apart what is due at the same time
 */
record ReceivedEvent(Delivery delivery, EventCodec.Reading reading, int failedTries, long due, long sequence)
        implements Delayed {
    /** What orders events among each other; empty for what is none. */
    Optional<String> subject() {
        return switch (reading) {
            case EventCodec.Reading.Read(Event event) -> Optional.of(event.subject());
            case EventCodec.Reading.Unreadable _ -> Optional.empty();
        };
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        ReceivedEvent that = (ReceivedEvent) other;
        int byTime = Long.compare(due - that.due, 0);
        return byTime != 0 ? byTime : Long.compare(sequence, that.sequence);
    }
}
