package dev.gatehouse.benchmarks.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Hears what the gateway sends, on the thread that runs the fleet. */
interface SocketListener {
    SocketListener NONE = (socket, in, start, length) -> {};

    /** A message after hello. It lies in a buffer that is used again. */
    void message(BenchSocket socket, ByteBuffer in, int start, int length) throws IOException;

    /** All has been told that was read at a time. */
    default void drained(BenchSocket socket) throws IOException {}

    /** The gateway has closed. */
    default void closed(BenchSocket socket, int code) {}
}
