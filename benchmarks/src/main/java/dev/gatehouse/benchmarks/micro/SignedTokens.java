package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.security.SigningKey;
import dev.gatehouse.gateway.security.TokenConfig;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes access tokens (RS256) as the auth service does, with a key of its own. */
final class SignedTokens {
    private static final String KEY_ID = "benchmark";
    private static final long LIFETIME_SECONDS = 86_400;

    private final KeyPair pair;

    SignedTokens() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no RSA", e);
        }
    }

    /** The key set that verifies the tokens. */
    Map<String, SigningKey> keys() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        JsonObject jwk = jakarta.json.Json.createObjectBuilder()
                .add("kty", "RSA")
                .add("alg", "RS256")
                .add("use", "sig")
                .add("kid", KEY_ID)
                .add("n", encoded(unsigned(key.getModulus().toByteArray())))
                .add("e", encoded(unsigned(key.getPublicExponent().toByteArray())))
                .build();
        return Map.of(KEY_ID, SigningKey.of(jwk).orElseThrow());
    }

    String token() {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> header = Map.of("alg", "RS256", "typ", "at+jwt", "kid", KEY_ID);
        Map<String, Object> claims = Map.of(
                "iss",
                TokenConfig.DEFAULT_ISSUER,
                "aud",
                TokenConfig.DEFAULT_AUDIENCE,
                "sub",
                UUID.randomUUID().toString(),
                "sid",
                UUID.randomUUID().toString(),
                "jti",
                UUID.randomUUID().toString(),
                "iat",
                now,
                "nbf",
                now,
                "exp",
                now + LIFETIME_SECONDS,
                "scope",
                "",
                "roles",
                List.of());
        String signed = encoded(Json.mapper().writeValueAsBytes(header)) + "."
                + encoded(Json.mapper().writeValueAsBytes(claims));
        return signed + "." + encoded(signature(signed));
    }

    private byte[] signature(String signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no RS256", e);
        }
    }

    /** Without the byte that only says that the number is positive. */
    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
