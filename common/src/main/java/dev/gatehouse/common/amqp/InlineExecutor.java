package dev.gatehouse.common.amqp;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs what it is given on the calling thread. Deliveries are handled on the connection's reader thread, which saves a hand-over each:
 * no consumer here ever blocks. It has no resources, so that shutting it down means nothing.
 */
final class InlineExecutor extends AbstractExecutorService {
    @Override
    public void execute(Runnable work) {
        work.run();
    }

    @Override
    public void shutdown() {
        // Nothing to shut down: the library asks for it with each connection, and the executor is shared.
    }

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
