package dev.gatehouse.gateway.http2;

import java.util.Arrays;

/** The streams of a connection that were closed last. Guarded by the streams of the connection. */
final class ClosedStreams {
    private static final int KEPT = 128;

    private static final int FIRST = 8;

    /** A ring, which grows with the first streams. */
    private int[] streams = {};

    private int next;

    void add(int stream) {
        if (next == streams.length) {
            streams = Arrays.copyOf(streams, Math.clamp(2L * next, FIRST, KEPT));
        }
        streams[next] = stream;
        next = (next + 1) % KEPT;
    }

    boolean contains(int stream) {
        for (int closed : streams) {
            if (closed == stream) {
                return true;
            }
        }
        return false;
    }
}
