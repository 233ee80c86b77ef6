package dev.gatehouse.gateway.idempotency;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestIds;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a request once for each key: of several at a time one does it and the others wait for its answer; one that comes later gets the answer
 * that is kept. Where a try ends without an answer that counts, exactly one of those that wait is the next to try. Thread-safe.
 */
public final class Idempotency {
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration LEAST_WAIT = Duration.ofMillis(1);

    /** By how much a lease is longer than the try that it is for: to keep its answer takes time, too. */
    static final Duration LEASE_MARGIN = Duration.ofSeconds(5);

    private final AnswerStore store;
    private final int maxAnswerBytes;
    private final LongSupplier nanoTime;

    /** @param maxAnswerBytes the longest answer that is kept */
    public Idempotency(AnswerStore store, int maxAnswerBytes, LongSupplier nanoTime) {
        this.store = store;
        this.maxAnswerBytes = maxAnswerBytes;
        this.nanoTime = nanoTime;
    }

    /** The longest answer that may be kept. */
    public int maxAnswerBytes() {
        return maxAnswerBytes;
    }

    /**
     * Does the request, or waits for whoever does, or finds that it has been done.
     *
     * @param timeout how long the client waits, for others and for the work together
     * @param work tries to do it; what it throws is thrown on, and leaves the key open
     * @throws ServiceException {@code common.conflict} where the key is another request's; {@code rpc.timeout} where others took too long;
     *     {@code common.unavailable} where the store cannot be reached; {@code common.overloaded} where no more can be kept
     */
    public <A> Result<A> once(KeyedRequest request, Duration timeout, Function<Attempt, Attempted<A>> work) {
        String owner = RequestIds.next();
        long until = nanoTime.getAsLong() + timeout.toNanos();
        int round = 0;
        Claim claim = claim(request, owner, timeout, round);
        while (claim instanceof Claim.UnderWay) {
            awaitTurn(request, round, left(until));
            round++;
            claim = claim(request, owner, left(until), round);
        }
        return switch (claim) {
            case Claim.Taken(boolean doubtful) ->
                attempt(request, owner, new Attempt(request.messageId(), atLeast(until), doubtful), work);
            case Claim.Finished(KeptAnswer answer) -> new Result.Replayed<>(answer);
            case Claim.Conflict _ ->
                throw ServiceException.of(ErrorCode.CONFLICT, "The Idempotency-Key has been used for another request.");
            case Claim.UnderWay _ -> throw new IllegalStateException("the turn is still another's");
        };
    }

    private <A> Result<A> attempt(
            KeyedRequest request, String owner, Attempt attempt, Function<Attempt, Attempted<A>> work) {
        boolean doubtful = true;
        boolean done = false;
        try {
            Attempted<A> attempted = work.apply(attempt);
            if (attempted.ending() instanceof Attempted.Ending.Done(KeptAnswer answer)) {
                done = true;
                Optional<KeptAnswer> first = finish(request, answer);
                return first.isPresent() ? new Result.Replayed<>(first.get()) : new Result.Own<>(attempted.answer());
            }
            doubtful = attempted.ending() instanceof Attempted.Ending.Open(boolean inDoubt) && inDoubt;
            return new Result.Own<>(attempted.answer());
        } catch (ServiceException e) {
            doubtful = e.outcome().filter(Outcome.NOT_EXECUTED::equals).isEmpty();
            throw attempt.doubtful() && !doubtful ? e.possiblyExecuted() : e;
        } finally {
            if (!done) {
                release(request, owner, doubtful);
            }
        }
    }

    private Claim claim(KeyedRequest request, String owner, Duration left, int round) {
        try {
            return store.claim(request, owner, left.plus(LEASE_MARGIN));
        } catch (StoreUnavailableException e) {
            ServiceException failure = ServiceException.of(
                            ErrorCode.UNAVAILABLE, "Whether the request has been done already cannot be told now.")
                    .retryAfter(RETRY_AFTER)
                    .causedBy(e);
            // Whoever has waited for another's turn knows that the request was under way.
            throw round == 0 ? failure.notExecuted() : failure;
        }
    }

    private void awaitTurn(KeyedRequest request, int round, Duration atMost) {
        try {
            store.awaitTurn(request, round, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE, "The request was interrupted.");
        }
    }

    /** An answer that cannot be kept is an answer all the same: it is for its client, and the next with the key tries again. */
    private Optional<KeptAnswer> finish(KeyedRequest request, KeptAnswer answer) {
        try {
            return store.finish(request, answer);
        } catch (StoreUnavailableException e) {
            LOG.warn("the answer to {} could not be kept: {}", request, String.valueOf(e.getCause()));
            return Optional.empty();
        }
    }

    /** What cannot be given back is free when its lease ends. */
    private void release(KeyedRequest request, String owner, boolean doubtful) {
        try {
            store.release(request, owner, doubtful);
        } catch (StoreUnavailableException e) {
            LOG.warn("the turn of {} could not be given back: {}", request, String.valueOf(e.getCause()));
        }
    }

    private Duration left(long until) {
        Duration left = Duration.ofNanos(until - nanoTime.getAsLong());
        if (left.compareTo(LEAST_WAIT) < 0) {
            throw ServiceException.of(ErrorCode.RPC_TIMEOUT, "The request was under way for too long.");
        }
        return left;
    }

    private Duration atLeast(long until) {
        Duration left = Duration.ofNanos(until - nanoTime.getAsLong());
        return left.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : left;
    }
}
