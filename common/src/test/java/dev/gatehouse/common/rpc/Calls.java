package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls by one client, and what its callers see. */
final class Calls implements AutoCloseable {
    private final RpcHarness rpc;
    private final RpcClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * How a call has ended, as its caller sees it.
     *
     * @param code why it failed; empty for a success
     * @param outcome what the failure says of it
     * @param retryAfter when the failure advises to come back
     * @param took how long the caller waited
     */
    record Ended(Optional<ErrorCode> code, Optional<Outcome> outcome, Optional<Duration> retryAfter, Duration took) {
        boolean succeeded() {
            return code.isEmpty();
        }

        boolean failedWith(ErrorCode failure) {
            return code.equals(Optional.of(failure));
        }

        boolean isNotExecuted() {
            return outcome.equals(Optional.of(Outcome.NOT_EXECUTED));
        }
    }

    Calls(RpcHarness rpc, RpcClient client) {
        this.rpc = rpc;
        this.client = client;
    }

    Ended call(String operation, Duration timeout) {
        return call(rpc.request(operation, timeout));
    }

    Ended call(RpcRequest request) {
        long began = System.nanoTime();
        try {
            client.call(request);
            return new Ended(Optional.empty(), Optional.empty(), Optional.empty(), since(began));
        } catch (ServiceException e) {
            return new Ended(Optional.of(e.code()), e.outcome(), e.retryAfter(), since(began));
        }
    }

    /** Calls on a thread of its own. */
    Future<Ended> begin(String operation, Duration timeout) {
        return begin(rpc.request(operation, timeout));
    }

    Future<Ended> begin(RpcRequest request) {
        return threads.submit(() -> call(request));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Ends what still waits. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
