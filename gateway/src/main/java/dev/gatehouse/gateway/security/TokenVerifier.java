package dev.gatehouse.gateway.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.gateway.security.Verification.Rejected;
import dev.gatehouse.gateway.security.Verification.Undecided;
import dev.gatehouse.gateway.security.Verification.Verified;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Verifies access tokens (RFC 9068) without asking anybody, and remembers the good ones until they expire. Only the algorithm of the
 * key that the token names counts; whatever keys or places of keys the token itself brings are not looked at. Thread-safe.
 */
public final class TokenVerifier {
    private final SigningKeys keys;
    private final ClaimCheck claims;
    private final InstantSource clock;
    private final Cache<String, Verified> verified;

    public TokenVerifier(TokenConfig config, SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.claims = new ClaimCheck(config, clock);
        this.clock = clock;
        this.verified = Caffeine.newBuilder().maximumSize(config.cacheSize()).build();
    }

    public Verification verify(String token) {
        Verified known = verified.getIfPresent(token);
        if (known == null) {
            return verifyAnew(token);
        }
        if (clock.instant().isBefore(known.until())) {
            return known;
        }
        verified.invalidate(token);
        return new Rejected(ErrorCode.TOKEN_EXPIRED, "expired");
    }

    private Verification verifyAnew(String token) {
        Optional<AccessToken> parsed = AccessToken.parse(token);
        if (parsed.isEmpty()) {
            return invalid("not a signed token");
        }
        Verification verification = verify(parsed.get());
        if (verification instanceof Verified good) {
            verified.put(token, good);
        }
        return verification;
    }

    private Verification verify(AccessToken token) {
        JsonNode header = token.header();
        if (header.has("crit")) {
            return invalid("critical header parameters");
        }
        if (!isAccessTokenType(header.path("typ").asString(""))) {
            return invalid("typ is not at+jwt");
        }
        String keyId = header.path("kid").asString("");
        if (keyId.isEmpty()) {
            return invalid("no kid");
        }
        return switch (keys.find(keyId)) {
            case SigningKeys.Lookup.NoKeys _ -> new Undecided("the published keys have not been fetched yet");
            case SigningKeys.Lookup.Unknown _ -> invalid("unknown kid");
            case SigningKeys.Lookup.Known(SigningKey key) -> verify(token, key);
        };
    }

    private Verification verify(AccessToken token, SigningKey key) {
        if (!key.algorithm().equals(token.header().path("alg").asString(""))) {
            return invalid("alg is not the key's");
        }
        if (!key.verifies(token.signed(), token.signature())) {
            return invalid("bad signature");
        }
        return claims.check(token.claims());
    }

    /** RFC 9068, section 2.1: with or without {@code application/}, case-insensitively. */
    private static boolean isAccessTokenType(String type) {
        return type.equalsIgnoreCase("at+jwt") || type.equalsIgnoreCase("application/at+jwt");
    }

    private static Rejected invalid(String reason) {
        return new Rejected(ErrorCode.INVALID_TOKEN, reason);
    }
}
