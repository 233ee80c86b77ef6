package dev.gatehouse.gateway.push;

/** What the body of a push turns out to be. */
sealed interface PushReading {
    record Valid(Push push) implements PushReading {}

    /**
     * Not a push.
     *
     * @param reason why, for the log
     */
    record Malformed(String reason) implements PushReading {}
}
