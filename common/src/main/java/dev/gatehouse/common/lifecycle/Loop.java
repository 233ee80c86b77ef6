package dev.gatehouse.common.lifecycle;

import dev.gatehouse.common.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread that does one step again and again until it is told to end, whatever a step throws. A failure is logged with the loop's
 * name and told to whoever depends on the loop; the next step follows after a pause of 10 ms, which doubles up to 1 s while steps go on
 * failing. Thread-safe.
 */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Backoff PAUSES = Backoff.exact(Duration.ofMillis(10), Duration.ofSeconds(1));

    private final Step step;
    private final Consumer<Throwable> failed;
    private final Thread thread;
    private volatile boolean over;

    /** What a loop does. It may wait, and ends with an {@link InterruptedException} when the loop is closed. */
    @FunctionalInterface
    public interface Step {
        void run() throws InterruptedException;
    }

    /** @param name the thread's, for the log */
    public Loop(String name, Step step) {
        this(name, step, failure -> {});
    }

    /**
     * @param name the thread's, for the log
     * @param failed told on the loop's thread of what a step has thrown; must not block
     */
    public Loop(String name, Step step, Consumer<Throwable> failed) {
        this.step = step;
        this.failed = failed;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** Begins; called once. */
    public void start() {
        thread.start();
    }

    /** Ends a {@link LockSupport#park} of the step under way, or the next one. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** Begins no further step. The one under way goes on to its end. Any thread, that of the loop included. */
    public void end() {
        over = true;
    }

    /** Begins no further step, and interrupts the one under way. Does not wait for it. */
    @Override
    public void close() {
        end();
        thread.interrupt();
    }

    /** Waits for the end of the thread; false where the limit was not enough. */
    public boolean join(Duration limit) throws InterruptedException {
        return thread.getState() == Thread.State.NEW || thread.join(limit);
    }

    private void run() {
        int failures = 0;
        while (!over) {
            try {
                step.run();
                failures = 0;
            } catch (InterruptedException e) {
                // The one interruption that there is: close.
                over = true;
            } catch (Throwable e) {
                fail(e);
                pause(PAUSES.wait(failures++));
            }
        }
    }

    private void fail(Throwable cause) {
        LOG.error("{}: a step of this loop has failed; the next one follows", thread.getName(), cause);
        try {
            failed.accept(cause);
        } catch (Throwable e) {
            LOG.error("{}: nobody could be told of that failure", thread.getName(), e);
        }
    }

    private void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            over = true;
        }
    }
}
