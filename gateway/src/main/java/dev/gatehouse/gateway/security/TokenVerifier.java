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
 * Verifies access tokens (RFC 9068) without asking anybody, and remembers the good ones until they expire. The sessions that have been
 * revoked are looked at each time. Only the algorithm of the
 * key that the token names counts; whatever keys or places of keys the token itself brings are not looked at. Thread-safe.
 */
public final class TokenVerifier {
    private static final Rejected REVOKED = invalid("the session has been revoked");
    private static final Rejected FORGOTTEN =
            new Rejected(ErrorCode.TOKEN_EXPIRED, "too many sessions have been revoked to trust it for longer");

    private final SigningKeys keys;
    private final SessionRevocations revocations;
    private final ClaimCheck claims;
    private final InstantSource clock;
    private final Cache<String, Remembered> remembered;

    /** A good token, for as long as the key that verified it is published. */
    private record Remembered(Verified verified, SigningKey key) {}

    public TokenVerifier(TokenConfig config, SigningKeys keys, SessionRevocations revocations, InstantSource clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.claims = new ClaimCheck(config, clock);
        this.clock = clock;
        this.remembered = Caffeine.newBuilder().maximumSize(config.cacheSize()).build();
    }

    public Verification verify(String token) {
        Verification verification = verifyAlone(token);
        return verification instanceof Verified good ? verifySession(good) : verification;
    }

    private Verification verifySession(Verified good) {
        return switch (revocations.standing(good.caller().sessionId(), good.until())) {
            case TRUSTED -> good;
            case REVOKED -> REVOKED;
            case FORGOTTEN -> FORGOTTEN;
            case UNKNOWN -> new Undecided("which sessions have been revoked is not known");
        };
    }

    /** What the token says of itself, whatever has become of its session. */
    private Verification verifyAlone(String token) {
        Remembered known = remembered.getIfPresent(token);
        if (known == null) {
            return verifyAnew(token);
        }
        if (clock.instant().isBefore(known.verified().until()) && keys.trusts(known.key())) {
            return known.verified();
        }
        remembered.invalidate(token);
        return verifyAnew(token);
    }

    private Verification verifyAnew(String token) {
        Optional<AccessToken> parsed = AccessToken.parse(token);
        if (parsed.isEmpty()) {
            return invalid("not a signed token");
        }
        return verify(token, parsed.get());
    }

    private Verification verify(String text, AccessToken token) {
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
            case SigningKeys.Lookup.Undecided _ -> new Undecided("the published keys cannot be fetched");
            case SigningKeys.Lookup.Unknown _ -> invalid("unknown kid");
            case SigningKeys.Lookup.Known(SigningKey key) -> {
                Verification verification = verify(token, key);
                if (verification instanceof Verified good) {
                    remembered.put(text, new Remembered(good, key));
                }
                yield verification;
            }
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
