package dev.gatehouse.common.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a process: started in the order in which they are added, closed in reverse, all of them within one time limit, so that a
 * part that hangs does not keep the rest open. A container that is a part of another one has its share of that one's time and no limit of its
 * own: see {@link CloseDeadline}. Thread-safe: all state is guarded by the monitor of {@code this}.
 */
public final class Container implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Container.class);

    /** What closing may take beyond the time that clients are given to finish. */
    public static final Duration CLOSE_MARGIN = Duration.ofSeconds(10);

    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private final String name;
    private Duration closeLimit;
    private final Deque<Entry> started = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    private record Entry(String name, AutoCloseable resource) {}

    public Container(String name) {
        this(name, DEFAULT_GRACE.plus(CLOSE_MARGIN));
    }

    Container(String name, Duration closeLimit) {
        this.name = name;
        this.closeLimit = closeLimit;
    }

    /**
     * Closes everything within the grace and {@link #CLOSE_MARGIN} from now on; without this call the grace is 10 seconds.
     *
     * @param grace that clients are given to finish
     */
    public synchronized void setGrace(Duration grace) {
        closeLimit = grace.plus(CLOSE_MARGIN);
    }

    /** Starts a component and takes it over. Where it cannot start it is closed at once and the failure thrown on. */
    public <T extends Component> T start(String componentName, T component) {
        Entry entry = take(componentName, component);
        try {
            component.start();
        } catch (RuntimeException | Error e) {
            if (release(entry)) {
                closeOne(entry, deadline());
            }
            throw e;
        }
        return component;
    }

    /** Takes over a resource that works already. Where everything is being closed it is closed, too, and the call fails. */
    public <T extends AutoCloseable> T own(String resourceName, T resource) {
        take(resourceName, resource);
        return resource;
    }

    private Entry take(String entryName, AutoCloseable resource) {
        Entry entry = new Entry(entryName, resource);
        synchronized (this) {
            if (!closing) {
                started.push(entry);
                return entry;
            }
        }
        closeOne(entry, deadline());
        throw new IllegalStateException(name + " is closing");
    }

    private synchronized boolean release(Entry entry) {
        return started.remove(entry);
    }

    /** Closes everything when the JVM is asked to end. This is the process's only shutdown hook. */
    public void closeOnShutdown() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name(name + "-shutdown").unstarted(this::close));
    }

    /** Blocks until the container has been closed. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        CloseDeadline deadline = deadline();
        for (Optional<Entry> entry = next(); entry.isPresent(); entry = next()) {
            closeOne(entry.get(), deadline.share(left()));
        }
        closed.countDown();
    }

    private synchronized Optional<Entry> next() {
        return Optional.ofNullable(started.poll());
    }

    private synchronized int left() {
        return started.size();
    }

    private synchronized CloseDeadline deadline() {
        return CloseDeadline.current().orElseGet(() -> CloseDeadline.in(closeLimit));
    }

    private void closeOne(Entry entry, CloseDeadline deadline) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            entry.resource().close();
            return null;
        });
        Thread closer = Thread.ofVirtual().name(name + "-close-" + entry.name()).start(() -> deadline.run(task));
        Duration limit = deadline.left();
        try {
            awaitUninterruptibly(task, limit);
        } catch (TimeoutException e) {
            LOG.warn("{} did not close within {} ms and is left behind", entry.name(), limit.toMillis());
            closer.interrupt();
        } catch (ExecutionException e) {
            LOG.warn("{} failed to close", entry.name(), e.getCause());
        }
    }

    /** An interrupted thread still closes everything in order: it waits on, and stays interrupted. */
    private void awaitUninterruptibly(FutureTask<Void> task, Duration limit)
            throws ExecutionException, TimeoutException {
        long until = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
