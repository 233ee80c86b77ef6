package dev.gatehouse.gateway.idempotency;

/** What comes of asking for the turn to do a request. */
sealed interface Claim {
    /**
     * The asker has the turn, until it finishes, releases it, or its lease ends.
     *
     * @param doubtful whether an earlier try may have been executed
     */
    record Taken(boolean doubtful) implements Claim {}

    /** Another has the turn. */
    record UnderWay() implements Claim {}

    /** It has been done. */
    record Finished(KeptAnswer answer) implements Claim {}

    /** The key is that of another request. */
    record Conflict() implements Claim {}
}
