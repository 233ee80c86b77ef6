package dev.gatehouse.testkit.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Honest clients that ask while others attack: over one connection with HTTP/1.1, over new ones, and over one with HTTP/2, each with pauses between its
 * requests. After a failure a client begins with a new connection. Thread-safe.
 */
public final class Prober implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final List<Duration> latencies = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Duration pause;
    private final Duration deadline;
    private volatile boolean closed;

    /**
     * What has been found out.
     *
     * @param latencies of all answers that were right, in the order in which they came
     * @param failures requests without a right answer within the deadline
     */
    public record Reading(List<Duration> latencies, List<String> failures) {
        public Reading {
            latencies = List.copyOf(latencies);
            failures = List.copyOf(failures);
        }
    }

    private Prober(Duration pause, Duration deadline) {
        this.pause = pause;
        this.deadline = deadline;
    }

    /**
     * Begins to ask.
     *
     * @param pause between two requests of a client
     * @param deadline for an answer
     */
    public static Prober start(Target target, Duration pause, Duration deadline) {
        Prober prober = new Prober(pause, deadline);
        List.of(
                        new Http1Probe(target, deadline, true),
                        new Http1Probe(target, deadline, false),
                        new Http2Probe(target, deadline))
                .forEach(prober::begin);
        return prober;
    }

    /** On a thread of the operating system: one that a server in the same process cannot hold up. */
    private void begin(Probe probe) {
        threads.add(Thread.ofPlatform().daemon().name("probe " + probe).start(() -> ask(probe)));
    }

    private void ask(Probe probe) {
        try (probe) {
            while (!closed) {
                askOnce(probe);
                Thread.sleep(pause);
            }
        } catch (IOException e) {
            add(e + " at the close of " + probe);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askOnce(Probe probe) throws IOException {
        long begun = System.nanoTime();
        try {
            probe.ask();
            add(Duration.ofNanos(System.nanoTime() - begun), probe);
        } catch (IOException e) {
            if (!closed) {
                add(probe + ": " + e);
            }
            probe.close();
        }
    }

    private synchronized void add(Duration took, Probe probe) {
        latencies.add(took);
        if (took.compareTo(deadline) > 0) {
            failures.add(probe + ": " + took.toMillis() + " ms");
        }
    }

    private synchronized void add(String failure) {
        failures.add(failure);
    }

    /** What has been found out since the last time. */
    public synchronized Reading read() {
        Reading reading = new Reading(latencies, failures);
        latencies.clear();
        failures.clear();
        return reading;
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
