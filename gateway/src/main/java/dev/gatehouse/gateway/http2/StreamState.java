package dev.gatehouse.gateway.http2;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where one stream stands (RFC 9113, section 5.1), and who works on it. Guarded by the streams of its connection. */
final class StreamState {
    private static final long UNKNOWN = -1;

    /** Of the body, what is still to come; negative if the client has not said how long it is. */
    private long remaining;

    private boolean clientEnded;
    private boolean answered;
    private boolean reset;
    private boolean running;
    private @Nullable Thread thread;

    StreamState(OptionalLong contentLength, boolean clientEnded) {
        this.remaining = contentLength.orElse(UNKNOWN);
        this.clientEnded = clientEnded;
    }

    /** Takes in data. Returns whether that fits the length that the client has told. */
    boolean receive(int bytes, boolean last) {
        clientEnded |= last;
        if (remaining == UNKNOWN) {
            return true;
        }
        remaining -= bytes;
        return remaining >= 0 && (!last || remaining == 0);
    }

    void answered() {
        answered = true;
    }

    void reset() {
        reset = true;
    }

    boolean isReset() {
        return reset;
    }

    boolean isAnswered() {
        return answered;
    }

    boolean hasClientEnded() {
        return clientEnded;
    }

    /** Whether it counts among the streams that a client may have open. */
    boolean isOpen() {
        return !reset && !(clientEnded && answered);
    }

    void submitted() {
        running = true;
    }

    void runsOn(Thread worker) {
        thread = worker;
    }

    void ended() {
        running = false;
        thread = null;
    }

    boolean isRunning() {
        return running;
    }

    @Nullable
    Thread thread() {
        return thread;
    }
}
