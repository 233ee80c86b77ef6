package dev.gatehouse.auth.token;

import dev.gatehouse.auth.key.SigningKey;
import dev.gatehouse.auth.key.SigningKeys;
import dev.gatehouse.auth.token.AccessTokenCheck.Expired;
import dev.gatehouse.auth.token.AccessTokenCheck.Rejected;
import dev.gatehouse.auth.token.AccessTokenCheck.Verified;
import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.SignedJwt;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Checks access tokens as RFC 9068, section 4, says: key, signature, type, issuer, audience, times. Thread-safe. */
public final class AccessTokenVerifier {
    private final TokenConfig config;
    private final SigningKeys keys;
    private final InstantSource clock;

    public AccessTokenVerifier(TokenConfig config, SigningKeys keys, InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
    }

    /** What a text that a client sent as an access token is. */
    public AccessTokenCheck check(String token) {
        try {
            SignedJwt signed = SignedJwt.parseToken(token);
            Jwt jwt = signed.getJwt();
            Optional<String> defect = defect(signed, jwt);
            return defect.isPresent() ? new Rejected(defect.get()) : inTime(jwt);
        } catch (RuntimeException e) {
            // The parser has no exception of its own for all that can be wrong (a claim of another type is a
            // ClassCastException, say),
            // and its messages hold the token.
            return new Rejected("it cannot be parsed: " + e.getClass().getSimpleName());
        }
    }

    private Optional<String> defect(SignedJwt signed, Jwt jwt) {
        if (!jwt.algorithm().equals(Optional.of(SigningKey.ALGORITHM))) {
            return Optional.of("its algorithm is another");
        }
        Optional<SigningKey> key = jwt.keyId().flatMap(keys::find);
        if (key.isEmpty()) {
            return Optional.of("its key is not known");
        }
        if (!AccessTokenIssuer.jwk(key.get()).verifySignature(signed.getSignedBytes(), signed.getSignature())) {
            return Optional.of("its signature is wrong");
        }
        if (!isAccessToken(jwt)) {
            return Optional.of("it is not an access token");
        }
        if (jwt.headers().headerClaim("crit").isPresent()) {
            return Optional.of("it needs extensions");
        }
        if (!jwt.issuer().equals(Optional.of(config.issuer()))) {
            return Optional.of("its issuer is another");
        }
        return jwt.audience()
                        .filter(audience -> audience.contains(config.audience()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("its audience is another");
    }

    /** RFC 9068, section 4: the media type's prefix may be there. */
    private static boolean isAccessToken(Jwt jwt) {
        return jwt.type()
                .filter(type -> type.equalsIgnoreCase(AccessTokenIssuer.TYPE)
                        || type.equalsIgnoreCase("application/" + AccessTokenIssuer.TYPE))
                .isPresent();
    }

    private AccessTokenCheck inTime(Jwt jwt) {
        Instant now = clock.instant();
        Instant expiresAt = jwt.expirationTime().orElse(Instant.MIN);
        if (!now.isBefore(expiresAt)) {
            return new Expired();
        }
        if (jwt.notBefore().filter(begin -> !now.isBefore(begin)).isEmpty()) {
            return new Rejected("its time has not come");
        }
        return new Verified(new AccessClaims(
                UUID.fromString(jwt.subject().orElseThrow()),
                UUID.fromString(text(jwt, "sid")),
                words(text(jwt, "scope")),
                roles(jwt),
                expiresAt));
    }

    private static String text(Jwt jwt, String claim) {
        JsonValue value = jwt.payloadClaim(claim).orElseThrow();
        return ((JsonString) value).getString();
    }

    private static List<String> words(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(" ", -1));
    }

    private static List<String> roles(Jwt jwt) {
        JsonArray roles = jwt.payloadClaim("roles").orElseThrow().asJsonArray();
        return roles.getValuesAs(JsonString::getString);
    }
}
