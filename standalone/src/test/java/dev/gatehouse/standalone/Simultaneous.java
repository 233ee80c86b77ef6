package dev.gatehouse.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same thing done many times at one moment. */
final class Simultaneous {
    private Simultaneous() {}

    static <T> List<T> run(int times, Callable<T> action) throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<T>> running = new ArrayList<>();
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(() -> {
                    begin.await();
                    return action.call();
                }));
            }
            begin.countDown();
            for (Future<T> one : running) {
                results.add(one.get());
            }
        }
        return results;
    }
}
