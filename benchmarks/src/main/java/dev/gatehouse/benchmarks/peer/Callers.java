package dev.gatehouse.benchmarks.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Callers that each do one thing after the other, for a while. */
final class Callers {
    private Callers() {}

    /** Something that is done again and again, and can fail. */
    @FunctionalInterface
    interface Action {
        /** Returns whether the right thing came of it. */
        boolean run() throws Exception;
    }

    private record Done(Latencies latencies, long errors) {}

    static Load run(int callers, Duration time, ThreadFactory threads, Action action)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Callable<Done>> tasks = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            tasks.add(() -> callUntil(end, action));
        }
        Latencies all = new Latencies();
        long errors = 0;
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            for (Future<Done> done : executor.invokeAll(tasks)) {
                all.addAll(done.get().latencies());
                errors += done.get().errors();
            }
        }
        return all.load((System.nanoTime() - begin) / 1e9, errors);
    }

    private static Done callUntil(long end, Action action) throws Exception {
        Latencies latencies = new Latencies();
        long errors = 0;
        long at = System.nanoTime();
        while (at - end < 0) {
            boolean right = action.run();
            long now = System.nanoTime();
            if (right) {
                latencies.add(now - at);
            } else {
                errors++;
            }
            at = now;
        }
        return new Done(latencies, errors);
    }
}
