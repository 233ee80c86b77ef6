package dev.gatehouse.auth.token;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What tokens say and how long they last.
 *
 * @param issuer the claim {@code iss}
 * @param audience the claim {@code aud}
 * @param accessLifetime how long an access token is valid
 * @param refreshIdle how long a refresh token may stay unused
 * @param refreshAbsolute how long a session lasts, however much it is used
 * @param refreshGrace for how long the token just used gets the very same successor again
 * @param defaultScopes the scopes of every session
 * @param retention how long sessions are kept after their end, so that their tokens are still recognised
 * @param pruneInterval how often ended sessions are looked for
 */
public record TokenConfig(
        String issuer,
        String audience,
        Duration accessLifetime,
        Duration refreshIdle,
        Duration refreshAbsolute,
        Duration refreshGrace,
        List<String> defaultScopes,
        Duration retention,
        Duration pruneInterval) {
    public static final String DEFAULT_ISSUER = "https://gatehouse.localhost";
    public static final String DEFAULT_AUDIENCE = "gatehouse";
    public static final Duration DEFAULT_ACCESS_LIFETIME = Duration.ofMinutes(15);
    public static final Duration DEFAULT_REFRESH_IDLE = Duration.ofDays(30);
    public static final Duration DEFAULT_REFRESH_ABSOLUTE = Duration.ofDays(90);
    public static final Duration DEFAULT_REFRESH_GRACE = Duration.ofSeconds(10);
    public static final List<String> DEFAULT_SCOPES = List.of();
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    public static final Duration DEFAULT_PRUNE_INTERVAL = Duration.ofMinutes(10);

    /** A token may have been issued a little after the moment of the revocation: while that waited for the session, or by another clock. */
    private static final Duration REVOCATION_MARGIN = Duration.ofMinutes(1);

    /** How much longer than a token of theirs may be valid ended sessions are kept at least. */
    private static final Duration RETENTION_MARGIN = Duration.ofMinutes(1);

    /** RFC 6749, section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    public TokenConfig {
        defaultScopes = List.copyOf(defaultScopes);
    }

    /** Everything by default. */
    public static TokenConfig defaults() {
        return new TokenConfig(
                DEFAULT_ISSUER,
                DEFAULT_AUDIENCE,
                DEFAULT_ACCESS_LIFETIME,
                DEFAULT_REFRESH_IDLE,
                DEFAULT_REFRESH_ABSOLUTE,
                DEFAULT_REFRESH_GRACE,
                DEFAULT_SCOPES,
                DEFAULT_RETENTION,
                DEFAULT_PRUNE_INTERVAL);
    }

    /** From when on every access token has expired that belongs to a session which was ended at a moment. */
    public Instant accessTokensExpireAt(Instant revokedAt) {
        return revokedAt.plus(revocationWindow());
    }

    /** For how long after the end of a session an access token of it may be valid. */
    public Duration revocationWindow() {
        return accessLifetime.plus(REVOCATION_MARGIN);
    }

    /** Reads the keys under {@code tokens}. */
    public static TokenConfig read(ConfigReader reader) {
        TokenConfig config = new TokenConfig(
                reader.string("tokens.issuer", DEFAULT_ISSUER),
                reader.string("tokens.audience", DEFAULT_AUDIENCE),
                reader.duration(
                        "tokens.access-lifetime", DEFAULT_ACCESS_LIFETIME, Duration.ofSeconds(10), Duration.ofDays(1)),
                reader.duration(
                        "tokens.refresh-idle", DEFAULT_REFRESH_IDLE, Duration.ofMinutes(1), Duration.ofDays(3650)),
                reader.duration(
                        "tokens.refresh-absolute",
                        DEFAULT_REFRESH_ABSOLUTE,
                        Duration.ofMinutes(1),
                        Duration.ofDays(3650)),
                reader.duration("tokens.refresh-grace", DEFAULT_REFRESH_GRACE, Duration.ZERO, Duration.ofMinutes(1)),
                scopes(reader),
                reader.duration("tokens.retention", DEFAULT_RETENTION, Duration.ofDays(1), Duration.ofDays(365)),
                reader.duration(
                        "tokens.prune-interval", DEFAULT_PRUNE_INTERVAL, Duration.ofSeconds(10), Duration.ofDays(1)));
        if (config.refreshIdle.compareTo(config.refreshAbsolute) > 0) {
            reader.problem("tokens.refresh-idle", config.refreshIdle.toString(), "at most tokens.refresh-absolute");
        }
        if (config.retention.compareTo(config.revocationWindow().plus(RETENTION_MARGIN)) < 0) {
            reader.problem(
                    "tokens.retention",
                    config.retention.toString(),
                    "at least 2 minutes more than tokens.access-lifetime");
        }
        return config;
    }

    private static List<String> scopes(ConfigReader reader) {
        List<String> scopes = reader.strings("tokens.default-scopes", DEFAULT_SCOPES);
        for (String scope : scopes) {
            if (!SCOPE.matcher(scope).matches()) {
                reader.problem("tokens.default-scopes", scope, "visible ASCII without spaces, quotes and backslashes");
            }
        }
        return scopes;
    }
}
