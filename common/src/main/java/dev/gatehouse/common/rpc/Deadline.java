package dev.gatehouse.common.rpc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The moment at which a caller stops waiting, by the wall clock, as it travels between processes. Hosts need synchronised clocks (NTP).
 *
 * @param at the moment
 */
public record Deadline(Instant at) {
    public static Deadline after(Duration duration, InstantSource clock) {
        return new Deadline(clock.instant().plus(duration));
    }

    /** The time left, never negative. */
    public Duration remaining(InstantSource clock) {
        Duration left = Duration.between(clock.instant(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean hasPassed(InstantSource clock) {
        return !clock.instant().isBefore(at);
    }
}
