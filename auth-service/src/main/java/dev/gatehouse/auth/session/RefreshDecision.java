package dev.gatehouse.auth.session;

/** What becomes of a refresh token that belongs to a session. */
sealed interface RefreshDecision {
    /** It is the newest: it gets its successor. */
    record Rotate() implements RefreshDecision {}

    /** It is the immediate predecessor, within the grace: it gets the same successor once more. */
    record Repeat() implements RefreshDecision {}

    /** The session is ended now. */
    record Revoke(RevokeReason reason) implements RefreshDecision {}

    /** The session was ended before. */
    record Ended() implements RefreshDecision {}

    /** The session is past its idle or absolute lifetime. */
    record Expired() implements RefreshDecision {}
}
