package dev.gatehouse.benchmarks.reload;

import dev.gatehouse.benchmarks.system.Footprint;
import java.time.Duration;

/**
 * What has been seen.
 *
 * @param reloads that took effect
 * @param took for all reloads together
 * @param slowest from the change of a file to the first request that was served by it
 * @param before the footprint of the gateway after its warm-up, without load
 * @param after the same at the end
 */
record ReloadReport(
        int reloads,
        Duration took,
        Duration slowest,
        long answered,
        long otherStatus,
        long lostConnections,
        Footprint before,
        Footprint after) {

    boolean isGood() {
        return otherStatus == 0 && lostConnections == 0 && after.isBackTo(before);
    }

    String text() {
        return """
                reloads                 %,d in %d s, the slowest %d ms from the change to its first answer
                requests                %,d answered (%.0f/s), %d failed, %d connections lost
                heap, live              %.1f MiB -> %.1f MiB
                threads                 %d platform, %d virtual -> %d platform, %d virtual
                %s""".formatted(
                        reloads,
                        took.toSeconds(),
                        slowest.toMillis(),
                        answered,
                        answered / Math.max(1e-3, took.toMillis() / 1e3),
                        otherStatus,
                        lostConnections,
                        mebibytes(before),
                        mebibytes(after),
                        before.platformThreads(),
                        before.virtualThreads(),
                        after.platformThreads(),
                        after.virtualThreads(),
                        isGood() ? "Nothing failed, and nothing has grown." : "NOT as it should be.");
    }

    private static double mebibytes(Footprint footprint) {
        return footprint.heapBytes() / (double) (1 << 20);
    }
}
