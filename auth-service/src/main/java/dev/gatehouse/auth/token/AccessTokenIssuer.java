package dev.gatehouse.auth.token;

import dev.gatehouse.auth.key.SigningKey;
import dev.gatehouse.auth.key.SigningKeys;
import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkRSA;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes access tokens: JWTs as RFC 9068 profiles them. Thread-safe. */
public final class AccessTokenIssuer {
    static final String TYPE = "at+jwt";

    private final TokenConfig config;
    private final SigningKeys keys;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    public AccessTokenIssuer(TokenConfig config, SigningKeys keys, Supplier<UUID> ids, InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.ids = ids;
        this.clock = clock;
    }

    /** A token for a session, with the scopes that every session has. */
    public String issue(UUID accountId, UUID sessionId, List<String> roles) {
        SigningKey key = keys.active();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Jwt jwt = Jwt.builder()
                .type(TYPE)
                .algorithm(SigningKey.ALGORITHM)
                .keyId(key.kid())
                .issuer(config.issuer())
                .subject(accountId.toString())
                .addAudience(config.audience())
                .expirationTime(now.plus(config.accessLifetime()))
                .issueTime(now)
                .notBefore(now)
                .jwtId(ids.get().toString())
                .addPayloadClaim("sid", sessionId.toString())
                .addPayloadClaim("scope", String.join(" ", config.defaultScopes()))
                .addPayloadClaim("roles", roles)
                .build();
        return SignedJwt.sign(jwt, jwk(key)).tokenContent();
    }

    static JwkRSA jwk(SigningKey key) {
        return JwkRSA.builder()
                .keyId(key.kid())
                .algorithm(SigningKey.ALGORITHM)
                .publicKey(key.publicKey())
                .privateKey(key.privateKey())
                .build();
    }
}
