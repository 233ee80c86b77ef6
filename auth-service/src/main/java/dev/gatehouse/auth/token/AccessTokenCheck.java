package dev.gatehouse.auth.token;

/** What the checking of an access token has found. */
public sealed interface AccessTokenCheck {
    /** Signed by us, for us, and in time. */
    record Verified(AccessClaims claims) implements AccessTokenCheck {}

    /** Signed by us, for us, and its time is over. */
    record Expired() implements AccessTokenCheck {}

    /**
     * Not a token of ours.
     *
     * @param reason why, for the log; nothing of the token is in it
     */
    record Rejected(String reason) implements AccessTokenCheck {}
}
