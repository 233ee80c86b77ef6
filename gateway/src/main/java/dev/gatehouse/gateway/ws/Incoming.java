package dev.gatehouse.gateway.ws;

/** What a client has sent, its fragments joined. */
sealed interface Incoming {
    /**
     * A message.
     *
     * @param utf8 valid UTF-8
     */
    record Text(byte[] utf8) implements Incoming {}

    record Ping(byte[] payload) implements Incoming {}

    record Pong() implements Incoming {}

    /**
     * The end.
     *
     * @param code {@link Closing#NO_CODE} where the client told none
     */
    record Close(int code) implements Incoming {}
}
