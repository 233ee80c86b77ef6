package dev.gatehouse.gateway.http2;

/** The streams of a connection that were closed last. Guarded by the streams of the connection. */
final class ClosedStreams {
    private static final int KEPT = 128;

    private final int[] streams = new int[KEPT];
    private int next;

    void add(int stream) {
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
