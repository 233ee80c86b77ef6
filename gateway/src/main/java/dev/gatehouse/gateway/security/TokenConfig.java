package dev.gatehouse.gateway.security;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * How access tokens are verified.
 *
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must hold
 * @param clockSkew by how much clocks may differ
 * @param cacheSize how many verified tokens are remembered
 * @param keyRefreshCooldown the least time between two fetches of the keys for a key id that is not known
 * @param keyRefreshInterval the most time between two fetches of the keys, so that a withdrawn one is noticed
 * @param keyFetchTimeout how long one fetch may take
 */
public record TokenConfig(
        String issuer,
        String audience,
        Duration clockSkew,
        int cacheSize,
        Duration keyRefreshCooldown,
        Duration keyRefreshInterval,
        Duration keyFetchTimeout) {
    public static final String DEFAULT_ISSUER = "https://gatehouse.localhost";
    public static final String DEFAULT_AUDIENCE = "gatehouse";
    public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(30);
    public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(60);
    public static final int DEFAULT_CACHE_SIZE = 10_000;
    public static final Duration DEFAULT_KEY_REFRESH_COOLDOWN = Duration.ofSeconds(10);
    public static final Duration DEFAULT_KEY_REFRESH_INTERVAL = Duration.ofMinutes(5);
    public static final Duration DEFAULT_KEY_FETCH_TIMEOUT = Duration.ofSeconds(2);

    public static TokenConfig read(ConfigReader reader) {
        return new TokenConfig(
                reader.string("tokens.issuer", DEFAULT_ISSUER),
                reader.string("tokens.audience", DEFAULT_AUDIENCE),
                reader.duration("tokens.clock-skew", DEFAULT_CLOCK_SKEW, Duration.ZERO, MAX_CLOCK_SKEW),
                reader.integer("tokens.cache-size", DEFAULT_CACHE_SIZE, 0, 1_000_000),
                reader.duration(
                        "tokens.key-refresh-cooldown",
                        DEFAULT_KEY_REFRESH_COOLDOWN,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10)),
                reader.duration(
                        "tokens.key-refresh-interval",
                        DEFAULT_KEY_REFRESH_INTERVAL,
                        Duration.ofSeconds(1),
                        Duration.ofDays(1)),
                reader.duration(
                        "tokens.key-fetch-timeout",
                        DEFAULT_KEY_FETCH_TIMEOUT,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(30)));
    }
}
