package dev.gatehouse.benchmarks.peer;

import java.util.Arrays;

/** The latencies that one thread has seen. Confined to that thread until it has ended. */
public final class Latencies {
    private long[] nanos = new long[1024];
    private int size;

    public void add(long latencyNanos) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = latencyNanos;
    }

    void addAll(Latencies others) {
        for (int i = 0; i < others.size; i++) {
            add(others.nanos[i]);
        }
    }

    /** The load that these are the latencies of. */
    public Load load(double seconds, long errors) {
        Arrays.sort(nanos, 0, size);
        return new Load(size, seconds, percentile(0.5), percentile(0.99), percentile(0.999), errors);
    }

    private double percentile(double part) {
        return size == 0 ? 0 : nanos[Math.min(size - 1, (int) (part * size))] / 1e3;
    }
}
