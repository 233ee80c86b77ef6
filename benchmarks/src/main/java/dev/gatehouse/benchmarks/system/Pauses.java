package dev.gatehouse.benchmarks.system;

/** Waiting for other processes. */
public final class Pauses {
    private Pauses() {}

    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }
}
