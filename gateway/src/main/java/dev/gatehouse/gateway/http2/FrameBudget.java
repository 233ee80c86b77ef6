package dev.gatehouse.gateway.http2;

import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How many frames of one kind may come within a period. Confined to the connection's thread. */
final class FrameBudget {
    private final String kind;
    private final int frames;
    private final long periodNanos;
    private final LongSupplier nanoTime;
    private long periodBegan;
    private int seen;

    FrameBudget(String kind, int frames, Duration period, LongSupplier nanoTime) {
        this.kind = kind;
        this.frames = frames;
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
        this.periodBegan = nanoTime.getAsLong();
    }

    /** Counts a frame. Throws, and so ends the connection, where there are too many. */
    void spend() {
        long now = nanoTime.getAsLong();
        if (now - periodBegan >= periodNanos) {
            periodBegan = now;
            seen = 0;
        }
        seen++;
        if (seen > frames) {
            throw new Http2Exception(Http2ErrorCode.ENHANCE_YOUR_CALM, "too many frames: " + kind);
        }
    }
}
