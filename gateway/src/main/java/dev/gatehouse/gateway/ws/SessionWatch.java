package dev.gatehouse.gateway.ws;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the times of one session: to authenticate, to renew the token, to be heard, to go. Told by the session's threads what happens, and asked
 * by one timer what is due. Thread-safe.
 */
final class SessionWatch {
    /** How long before its end the client is told that the token expires. */
    private static final Duration EXPIRY_NOTICE = Duration.ofSeconds(60);

    private static final int MAX_RECONNECT_DELAY_MILLIS = 5_000;

    private final Line line;
    private final WebSocketConfig.Times times;
    private final SessionClock clock;
    private final long begun;
    private volatile boolean authenticating;
    private volatile @Nullable Instant expires;
    private volatile boolean expiryTold;
    private volatile long heard;
    private volatile long pinged;
    /** When the session is to end because the gateway stops; null if it does not. */
    private volatile @Nullable Long drainAt;

    SessionWatch(Line line, WebSocketConfig.Times times, SessionClock clock) {
        this.line = line;
        this.times = times;
        this.clock = clock;
        this.begun = clock.now();
        this.heard = begun;
        this.pinged = begun;
    }

    /** A whole frame has come. */
    void heard() {
        heard = clock.now();
    }

    /** A token has come, and is being looked at. */
    void authenticating() {
        authenticating = true;
    }

    /** The token is good until then. */
    void authenticated(Instant until) {
        expires = until;
        expiryTold = false;
    }

    /** The session is to end after that time, as soon as no command is in flight. */
    void drain(Duration after) {
        drainAt = clock.in(after);
    }

    /**
     * Does what is due.
     *
     * @param busy whether commands are in flight
     */
    void tick(boolean busy) {
        long now = clock.now();
        Instant until = expires;
        Long drain = drainAt;
        if (drain != null && now - drain >= 0 && !busy) {
            line.close(Closing.draining(ThreadLocalRandom.current().nextInt(MAX_RECONNECT_DELAY_MILLIS)));
        } else if (until != null) {
            watchExpiry(until);
            watchPeer(now);
        } else if (!authenticating && now - begun >= times.auth().toNanos()) {
            line.close(Closing.NOT_AUTHENTICATED);
        }
    }

    private void watchExpiry(Instant until) {
        Duration left = Duration.between(clock.wall().instant(), until);
        if (!left.isPositive()) {
            line.close(Closing.TOKEN_EXPIRED);
        } else if (!expiryTold && left.compareTo(EXPIRY_NOTICE) <= 0) {
            expiryTold = true;
            line.send(ServerMessages.tokenExpiring(
                    Math.max(1, left.plusNanos(999_999_999).toSeconds())));
        }
    }

    private void watchPeer(long now) {
        long heartbeat = times.heartbeat().toNanos();
        if (now - heard >= 2 * heartbeat) {
            line.close(Closing.SILENT);
        } else if (now - pinged >= heartbeat) {
            pinged = now;
            line.send(OutFrame.PING);
        }
    }
}
