package dev.gatehouse.gateway.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A subscriber that keeps what it is told. */
final class Recorder implements PushSubscriber {
    private final Queue<String> tails = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger missed = new AtomicInteger();

    @Override
    public void pushed(Push push) {
        tails.add(new String(push.tail(), UTF_8));
        count.incrementAndGet();
    }

    @Override
    public void missed() {
        missed.incrementAndGet();
    }

    /** The pushes so far, in order. */
    Queue<String> tails() {
        return tails;
    }

    int count() {
        return count.get();
    }

    int timesMissed() {
        return missed.get();
    }
}
