package dev.gatehouse.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.security.SessionRevocations.Standing;
import dev.gatehouse.gateway.security.Verification.Rejected;
import dev.gatehouse.gateway.security.Verification.Undecided;
import dev.gatehouse.gateway.security.Verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private static final TestTokens ISSUER = new TestTokens("k1");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final TokenConfig CONFIG = new TokenConfig(
            TokenConfig.DEFAULT_ISSUER,
            TokenConfig.DEFAULT_AUDIENCE,
            Duration.ofSeconds(30),
            100,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1));

    private final AtomicInteger fetches = new AtomicInteger();
    private Instant now = NOW;
    private Standing standing = Standing.TRUSTED;
    private long nanos;
    private Map<String, SigningKey> published = Map.of("k1", ISSUER.key());
    private final TokenVerifier verifier = new TokenVerifier(
            CONFIG,
            new SigningKeys(
                    CONFIG,
                    () -> {
                        fetches.incrementAndGet();
                        return published;
                    },
                    () -> nanos),
            (session, until) -> standing,
            () -> now);

    @Test
    void goodTokenNamesItsCaller() {
        Verification verification = verifier.verify(ISSUER.token(NOW));
        assertThat(verification).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.caller().accountId()).isEqualTo(UUID.fromString(TestTokens.ACCOUNT));
            assertThat(verified.caller().sessionId()).isEqualTo(UUID.fromString(TestTokens.SESSION));
            assertThat(verified.caller().scopes()).containsExactly("orders:read", "orders:write");
            assertThat(verified.caller().roles()).containsExactly("user");
        });
    }

    @Test
    void expiredTokenIsRefusedAsExpired() {
        now = NOW.plus(Duration.ofMinutes(15)).plusSeconds(30);
        assertRejected(ISSUER.token(NOW), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void skewOfTheClocksIsForgiven() {
        now = NOW.plus(Duration.ofMinutes(15)).plusSeconds(29);
        assertThat(verifier.verify(ISSUER.token(NOW))).isInstanceOf(Verified.class);
    }

    @Test
    void rememberedTokenExpiresInTime() {
        String token = ISSUER.token(NOW);
        assertThat(verifier.verify(token)).isInstanceOf(Verified.class);
        assertThat(verifier.verify(token)).isSameAs(verifier.verify(token));
        now = NOW.plus(Duration.ofMinutes(16));
        assertRejected(token, ErrorCode.TOKEN_EXPIRED);
        assertRejected(token, ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void rememberedTokenEndsWithItsKey() {
        String token = ISSUER.token(NOW);
        assertThat(verifier.verify(token)).isInstanceOf(Verified.class);
        published = Map.of("k2", new TestTokens("k2").key());
        nanos += Duration.ofSeconds(10).toNanos();
        assertInvalid(new TestTokens("stranger").token(NOW));
        assertInvalid(token);
    }

    @Test
    void rememberedTokenEndsWhereItsKeyIdNamesAnotherKey() {
        String token = ISSUER.token(NOW);
        assertThat(verifier.verify(token)).isInstanceOf(Verified.class);
        published = Map.of("k1", new TestTokens("k1").key());
        nanos += Duration.ofSeconds(10).toNanos();
        assertInvalid(new TestTokens("stranger").token(NOW));
        assertInvalid(token);
    }

    @Test
    void rememberedTokenOutlivesAFetchThatChangesNothing() {
        String token = ISSUER.token(NOW);
        Verification first = verifier.verify(token);
        published = Map.of("k1", ISSUER.key(), "k2", new TestTokens("k2").key());
        nanos += Duration.ofSeconds(10).toNanos();
        assertInvalid(new TestTokens("stranger").token(NOW));
        assertThat(fetches).hasValue(2);
        assertThat(verifier.verify(token)).isSameAs(first);
    }

    @Test
    void tokenFromTheFutureIsRefused() {
        assertInvalid(ISSUER.token(NOW.plusSeconds(31)));
        assertThat(verifier.verify(ISSUER.token(NOW.plusSeconds(29)))).isInstanceOf(Verified.class);
    }

    @Test
    void otherAudienceIsRefused() {
        assertInvalid(withClaim("aud", "somebody-else"));
        assertInvalid(withClaim("aud", List.of("a", "b")));
        assertThat(verifier.verify(withClaim("aud", List.of("a", TokenConfig.DEFAULT_AUDIENCE))))
                .isInstanceOf(Verified.class);
    }

    @Test
    void otherIssuerIsRefused() {
        assertInvalid(withClaim("iss", "https://elsewhere.example"));
    }

    @Test
    void tokenWithoutEndIsRefused() {
        Map<String, Object> claims = TestTokens.claims(NOW);
        claims.remove("exp");
        assertInvalid(ISSUER.token(ISSUER.header(), claims));
        assertInvalid(withClaim("exp", "tomorrow"));
        assertInvalid(withClaim("exp", 1e300));
    }

    @Test
    void claimsOfTheWrongFormAreRefused() {
        assertInvalid(withClaim("sub", "me"));
        assertInvalid(withClaim("sid", 7));
        assertInvalid(withClaim("roles", "admin"));
        assertInvalid(withClaim("roles", List.of(1)));
        assertInvalid(withClaim("scope", List.of("a")));
        assertInvalid(withClaim("scope", "a\tb"));
        assertInvalid(withClaim("roles", List.of("user admin")));
    }

    @Test
    void unsignedTokenIsRefused() {
        assertInvalid(TestTokens.unsigned(with("alg", "none"), TestTokens.claims(NOW)));
        assertInvalid(TestTokens.unsigned(ISSUER.header(), TestTokens.claims(NOW)));
    }

    @Test
    void publicKeyIsNoSharedSecret() {
        assertInvalid(ISSUER.signedWithPublicKey(with("alg", "HS256"), TestTokens.claims(NOW)));
        assertInvalid(ISSUER.signedWithPublicKey(ISSUER.header(), TestTokens.claims(NOW)));
    }

    @Test
    void otherKeysSignatureIsRefused() {
        assertInvalid(new TestTokens("k1").token(NOW));
    }

    @Test
    void changedClaimsAreRefused() {
        String[] good = ISSUER.token(NOW).split("\\.", -1);
        String[] other = withClaim("roles", List.of("admin")).split("\\.", -1);
        assertInvalid(good[0] + "." + other[1] + "." + good[2]);
    }

    @Test
    void otherTypesOfTokensAreRefused() {
        assertInvalid(ISSUER.token(with("typ", "JWT"), TestTokens.claims(NOW)));
        Map<String, Object> header = ISSUER.header();
        header.remove("typ");
        assertInvalid(ISSUER.token(header, TestTokens.claims(NOW)));
    }

    @Test
    void keysThatTheTokenBringsAreNotLookedAt() {
        TestTokens stranger = new TestTokens("k1");
        Map<String, Object> header = stranger.header();
        header.put("jwk", stranger.jwk());
        header.put("jku", "https://stranger.example/keys");
        header.put("x5u", "https://stranger.example/cert");
        assertInvalid(stranger.token(header, TestTokens.claims(NOW)));
        Map<String, Object> harmless = ISSUER.header();
        harmless.put("jku", "https://stranger.example/keys");
        assertThat(verifier.verify(ISSUER.token(harmless, TestTokens.claims(NOW))))
                .isInstanceOf(Verified.class);
    }

    @Test
    void criticalHeaderParametersAreRefused() {
        assertInvalid(ISSUER.token(with("crit", List.of("b64")), TestTokens.claims(NOW)));
    }

    @Test
    void rubbishIsRefused() {
        for (String rubbish : List.of("x", "..", "a.b", "a.b.c", "e30.e30.", "W10.W10.W10", ISSUER.token(NOW) + ".x")) {
            assertInvalid(rubbish);
        }
    }

    @Test
    void missingKeyIdLeadsToNoFetch() {
        Map<String, Object> header = ISSUER.header();
        header.remove("kid");
        assertInvalid(ISSUER.token(header, TestTokens.claims(NOW)));
        assertThat(fetches).hasValue(0);
    }

    @Test
    void withoutKeysThereIsNoVerdict() {
        TokenVerifier away = new TokenVerifier(
                CONFIG,
                new SigningKeys(
                        CONFIG,
                        () -> {
                            throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE);
                        },
                        () -> 0),
                (session, until) -> Standing.TRUSTED,
                () -> now);
        assertThat(away.verify(ISSUER.token(NOW))).isInstanceOf(Undecided.class);
    }

    @Test
    void goodTokenOfARevokedSessionIsRefusedFromThenOn() {
        String token = ISSUER.token(NOW);
        assertThat(verifier.verify(token)).isInstanceOf(Verified.class);
        standing = Standing.REVOKED;
        assertInvalid(token);
        assertInvalid(ISSUER.token(NOW.plusSeconds(1)));
    }

    @Test
    void tokenThatCanNoLongerBeCheckedHasToBeRefreshed() {
        standing = Standing.FORGOTTEN;
        assertRejected(ISSUER.token(NOW), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void withoutTheRevokedSessionsThereIsNoVerdictOnAGoodTokenAlone() {
        standing = Standing.UNKNOWN;
        assertThat(verifier.verify(ISSUER.token(NOW))).isInstanceOf(Undecided.class);
        assertInvalid("x");
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> header = ISSUER.header();
        header.put(name, value);
        return header;
    }

    private static String withClaim(String name, Object value) {
        Map<String, Object> claims = TestTokens.claims(NOW);
        claims.put(name, value);
        return ISSUER.token(ISSUER.header(), claims);
    }

    private void assertInvalid(String token) {
        assertRejected(token, ErrorCode.INVALID_TOKEN);
    }

    private void assertRejected(String token, ErrorCode code) {
        assertThat(verifier.verify(token))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.code())
                                .as(rejected.reason())
                                .isEqualTo(code));
    }
}
