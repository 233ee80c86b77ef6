package dev.gatehouse.gateway.presence;

import dev.gatehouse.common.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A broker that confirms as it is told to. */
final class FakeSink implements EventSink {
    final List<Event> confirmed = new CopyOnWriteArrayList<>();
    final List<List<Event>> tries = new CopyOnWriteArrayList<>();
    volatile boolean open = true;
    /** How many events of each try are confirmed. */
    volatile int confirms = Integer.MAX_VALUE;
    /** Nothing is confirmed or refused before. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Set<UUID> publish(List<Event> events) throws InterruptedException {
        tries.add(events);
        gate.await();
        if (!open) {
            return Set.of();
        }
        List<Event> taken = events.subList(0, Math.min(confirms, events.size()));
        confirmed.addAll(taken);
        return taken.stream().map(Event::id).collect(Collectors.toSet());
    }

    List<String> subjects() {
        return new ArrayList<>(confirmed.stream().map(Event::subject).toList());
    }
}
