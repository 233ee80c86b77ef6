package dev.gatehouse.benchmarks.websocket;

import java.nio.ByteBuffer;

/** Counts events. Confined to the thread that runs the fleet. */
final class ArrivedPushes implements SocketListener {
    private static final int TYPE_AT = "{\"type\":\"".length();

    private long count;

    long count() {
        return count;
    }

    @Override
    public void message(BenchSocket socket, ByteBuffer in, int start, int length) {
        // Errors begin with an e, too.
        if (in.get(start + TYPE_AT + 1) == 'v') {
            count++;
        }
    }
}
