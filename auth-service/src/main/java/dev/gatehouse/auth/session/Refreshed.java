package dev.gatehouse.auth.session;

/** What the use of a refresh token has changed. */
public sealed interface Refreshed {
    /** It has got its successor, or the same one once more. */
    record Granted(Grant grant) implements Refreshed {}

    /** It should not have been used: its session is ended. */
    record Revoked(RevokeReason reason) implements Refreshed {}
}
