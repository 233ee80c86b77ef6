package dev.gatehouse.testkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** Issues access tokens (RS256) with a key of its own, and publishes the key. Thread-safe. */
final class TestIssuer {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String KEY_ID = "fuzz";
    private static final int KEY_BITS = 2048;
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final KeyPair pair;

    TestIssuer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no RSA", e);
        }
    }

    /** The key set (RFC 7517). */
    String keySet() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(
                        KEY_ID,
                        number(key.getModulus().toByteArray()),
                        number(key.getPublicExponent().toByteArray()));
    }

    /** A token of a session, which lasts longer than any run. */
    String token(UUID account, UUID session) {
        long now = Instant.now().getEpochSecond();
        String header = "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY_ID + "\"}";
        String claims = """
                {"iss":"https://gatehouse.localhost","aud":"gatehouse","sub":"%s","sid":"%s","jti":"%s","iat":%d,"nbf":%d,\
                "exp":%d,"scope":"","roles":[]}""".formatted(account, session, session, now, now, now + LIFETIME.toSeconds());
        String signed = encoded(header) + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no RS256", e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the byte that only says that the number is positive. */
    private static String number(byte[] bytes) {
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
