package dev.gatehouse.benchmarks.websocket;

import java.nio.ByteBuffer;

/** Notes when which client was closed, and with which code. Confined to the thread that runs the fleet. */
final class ClosedSockets implements SocketListener {
    private final int[] codes;
    private final long[] at;

    ClosedSockets(int sockets) {
        this.codes = new int[sockets];
        this.at = new long[sockets];
    }

    /** 0 while it is not closed. */
    int code(int index) {
        return codes[index];
    }

    /** By {@link System#nanoTime}. */
    long at(int index) {
        return at[index];
    }

    @Override
    public void message(BenchSocket socket, ByteBuffer in, int start, int length) {
        // Only the end counts.
    }

    @Override
    public void closed(BenchSocket socket, int code) {
        codes[socket.index()] = code;
        at[socket.index()] = System.nanoTime();
    }
}
