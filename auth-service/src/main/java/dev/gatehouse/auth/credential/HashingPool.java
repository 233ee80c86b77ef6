package dev.gatehouse.auth.credential;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.rpc.Deadline;
import dev.gatehouse.common.telemetry.RequestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The platform threads that hash passwords, the only CPU-bound work of the service. Work that could not end before its caller's deadline
 * is refused at once, and work whose caller has stopped waiting is not done. Thread-safe.
 */
final class HashingPool implements Component {
    /** How much the newest measurement counts in the moving average. */
    private static final double WEIGHT = 0.2;

    private final ThreadPoolExecutor executor;
    private final int threads;
    private final InstantSource clock;
    private final LongSupplier nanoTicker;
    private final AtomicInteger pending = new AtomicInteger();

    private final AtomicLong averageNanos = new AtomicLong();

    HashingPool(int threads, int queue, InstantSource clock, LongSupplier nanoTicker) {
        this.threads = threads;
        this.clock = clock;
        this.nanoTicker = nanoTicker;
        this.executor = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().daemon().name("password-hash-", 0).factory());
    }

    @Override
    public void start() {
        executor.prestartAllCoreThreads();
    }

    /** Work under way is ended, work that waits is dropped. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    /**
     * Does the work on one of the pool's threads, in the caller's request context, and waits for it.
     *
     * @throws ServiceException {@code common.overloaded}, not executed, where the work would not end before the deadline
     */
    <T> T call(Deadline deadline, Callable<T> work) {
        Duration estimate = estimate();
        if (estimate.compareTo(deadline.remaining(clock)) >= 0) {
            throw overloaded(estimate);
        }
        Optional<RequestContext> context = RequestContext.current();
        FutureTask<T> task = new FutureTask<>(() -> {
            if (deadline.hasPassed(clock)) {
                throw overloaded(estimate());
            }
            return measured(context, work);
        });
        submit(task);
        return await(task, deadline);
    }

    /** How much work is admitted and not yet ended. */
    int pending() {
        return pending.get();
    }

    /** How long work that comes now takes to end: the waves of work before it, and itself. */
    private Duration estimate() {
        long waves = pending.get() / threads + 1L;
        return Duration.ofNanos(averageNanos.get() * waves);
    }

    private void submit(FutureTask<?> task) {
        pending.incrementAndGet();
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } finally {
                    pending.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            pending.decrementAndGet();
            throw overloaded(estimate());
        }
    }

    private <T> T measured(Optional<RequestContext> context, Callable<T> work) throws Exception {
        long begin = nanoTicker.getAsLong();
        T result = context.isPresent() ? context.get().call(work) : work.call();
        long taken = nanoTicker.getAsLong() - begin;
        averageNanos.updateAndGet(
                average -> average == 0 ? taken : Math.round(average * (1 - WEIGHT) + taken * WEIGHT));
        return result;
    }

    private <T> T await(FutureTask<T> task, Deadline deadline) {
        try {
            return task.get(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(false);
            throw overloaded(estimate());
        } catch (InterruptedException e) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw ServiceException.of(ErrorCode.UNAVAILABLE).notExecuted().causedBy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("hashing failed", e.getCause());
        }
    }

    private static ServiceException overloaded(Duration estimate) {
        return ServiceException.overloaded("Too many passwords are being checked.", estimate);
    }
}
