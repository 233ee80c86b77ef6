package dev.gatehouse.common.event;

import dev.gatehouse.common.telemetry.RequestContext;
import java.util.Optional;

/** Deals with one received event after the other: recognises repetitions, calls the handler, acknowledges. Thread-safe. */
final class EventWork implements EventLane.Work {
    private final EventHandler handler;
    private final SeenEvents seen;
    private final FailedEvents failed;
    private final EventCounters counters;

    EventWork(EventHandler handler, SeenEvents seen, FailedEvents failed, EventCounters counters) {
        this.handler = handler;
        this.seen = seen;
        this.failed = failed;
        this.counters = counters;
    }

    @Override
    public void process(ReceivedEvent received) throws InterruptedException {
        if (!received.delivery().isCurrent()) {
            return;
        }
        switch (received.reading()) {
            case EventCodec.Reading.Unreadable(String reason) -> failed.poison(received, reason);
            case EventCodec.Reading.Read(Event event) -> process(received, event);
        }
    }

    private void process(ReceivedEvent received, Event event) throws InterruptedException {
        if (seen.contains(event.id())) {
            counters.duplicates.increment();
            received.delivery().acknowledge();
            return;
        }
        int tries = received.failedTries();
        boolean again = true;
        while (again) {
            tries++;
            Optional<Throwable> failure = attempt(event);
            if (failure.isEmpty()) {
                seen.add(event.id());
                counters.handled.increment();
                received.delivery().acknowledge();
            }
            if (failure.isPresent() && failure.get() instanceof UnreadableEventException unreadable) {
                failed.poison(received, event + ": " + unreadable.reason());
                return;
            }
            again = failure.isPresent() && failed.tryHere(received, event, tries, failure.get());
        }
    }

    /** Throwable: a handler that overflows the stack or misses a class has failed like any other. */
    private Optional<Throwable> attempt(Event event) {
        RequestContext context = RequestContext.accept(Optional.of(event.id().toString()), Optional.empty());
        try {
            context.run(() -> handler.handle(event));
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(e);
        }
    }
}
