package dev.gatehouse.gateway.ws;

/** The outcome of an attempt to resume a stream of events. */
sealed interface Resumption {
    /**
     * The stream belongs to the new connection.
     *
     * @param epoch of the stream from now on
     */
    record Resumed(int epoch) implements Resumption {}

    /**
     * The stream stays where it is.
     *
     * @param reason for the client, one of those in {@link SessionEvents}
     */
    record Refused(String reason) implements Resumption {}
}
