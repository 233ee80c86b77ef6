package dev.gatehouse.common.lifecycle;

/**
 * A part of a process that works between {@link #start} and {@link #close}. Both may be called more than once; only the
 * {@link Container} calls them.
 */
public interface Component extends AutoCloseable {
    /** Begins to work. Throws where it cannot; the process then closes what has been started and ends. */
    void start();

    /** Ends all work and frees all resources; waits for what is under way only within a bound of its own. */
    @Override
    void close();
}
