package dev.gatehouse.auth.credential;

/** What the checking of a password has found. */
public enum PasswordCheck {
    RIGHT,
    /** Right, and its hash costs something else than new hashes do: it should be replaced. */
    RIGHT_AT_ANOTHER_COST,
    WRONG
}
