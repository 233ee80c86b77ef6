package dev.gatehouse.gateway.idempotency;

import java.time.Duration;
import java.util.Optional;

/**
 * Who does the request of a key, and what came of it. Each operation happens as a whole. What is kept of a key goes when its time, from the
 * first claim on, is over. Thread-safe. Every method throws {@link StoreUnavailableException} where nobody can tell.
 */
public interface AnswerStore {
    /**
     * Asks for the turn.
     *
     * @param owner whose turn it would be; unique for each request
     * @param lease after which another may have the turn, should the owner be gone
     */
    Claim claim(KeyedRequest request, String owner, Duration lease);

    /**
     * Keeps the answer, unless there is one. It does not matter whether the lease has ended meanwhile: the first answer is the one.
     *
     * @return the answer that was kept before; empty where there was none, and the one given counts
     */
    Optional<KeptAnswer> finish(KeyedRequest request, KeptAnswer answer);

    /**
     * Gives the turn back without an answer; no effect where it is another's by now.
     *
     * @param doubtful whether the request may have been executed
     */
    void release(KeyedRequest request, String owner, boolean doubtful);

    /**
     * Waits until it makes sense to ask for the turn again.
     *
     * @param round how often the asker has waited for it before
     */
    void awaitTurn(KeyedRequest request, int round, Duration atMost) throws InterruptedException;
}
