package dev.gatehouse.auth.token;

import dev.gatehouse.auth.key.SigningKey;
import dev.gatehouse.auth.key.SigningKeys;
import dev.gatehouse.common.json.Json;
import io.helidon.security.jwt.jwk.JwkRSA;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes access tokens: JWTs as RFC 9068 profiles them. Thread-safe. */
public final class AccessTokenIssuer {
    static final String TYPE = "at+jwt";
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final TokenConfig config;
    private final SigningKeys keys;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    record Header(String alg, String kid, String typ) {}

    /** Written out here, because the JWT library's builder adds a claim of its own, {@code upn}. */
    record Claims(
            String iss,
            String sub,
            List<String> aud,
            long exp,
            long iat,
            long nbf,
            String jti,
            String sid,
            String scope,
            List<String> roles) {}

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
        Claims claims = new Claims(
                config.issuer(),
                accountId.toString(),
                List.of(config.audience()),
                now.plus(config.accessLifetime()).getEpochSecond(),
                now.getEpochSecond(),
                now.getEpochSecond(),
                ids.get().toString(),
                sessionId.toString(),
                String.join(" ", config.defaultScopes()),
                roles);
        String signed = part(new Header(SigningKey.ALGORITHM, key.kid(), TYPE)) + "." + part(claims);
        byte[] signature = jwk(key).sign(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64URL.encodeToString(signature);
    }

    private static String part(Object json) {
        return BASE64URL.encodeToString(Json.mapper().writeValueAsBytes(json));
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
