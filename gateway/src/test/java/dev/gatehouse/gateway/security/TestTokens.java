package dev.gatehouse.gateway.security;

import dev.gatehouse.common.json.Json;
import io.helidon.security.jwt.jwk.Jwk;
import jakarta.json.JsonObject;
import java.io.StringReader;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of access tokens, good and bad, with one RSA key. Written with nothing but the JDK, so that it shares no mistake with the verifier. */
public final class TestTokens {
    public static final String ACCOUNT = "0190a5b4-0000-7000-8000-000000000001";
    public static final String SESSION = "0190a5b4-0000-7000-8000-000000000002";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair pair;
    private final String keyId;

    public TestTokens(String keyId) {
        this.keyId = keyId;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as a JWK. */
    public String jwk() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"" + keyId + "\",\"n\":\""
                + BASE64.encodeToString(unsigned(key.getModulus().toByteArray())) + "\",\"e\":\""
                + BASE64.encodeToString(unsigned(key.getPublicExponent().toByteArray())) + "\"}";
    }

    /** The reply of the {@code jwks} RPC. */
    public byte[] keySetReply() {
        return ("{\"success\":true,\"data\":{\"keys\":[" + jwk() + "]}}").getBytes(StandardCharsets.UTF_8);
    }

    SigningKey key() {
        try (var reader = jakarta.json.Json.createReader(new StringReader(jwk()))) {
            JsonObject json = reader.readObject();
            return SigningKey.of(json).orElseThrow();
        }
    }

    public Map<String, Object> header() {
        return new LinkedHashMap<>(Map.of("alg", "RS256", "typ", "at+jwt", Jwk.PARAM_KEY_ID, keyId));
    }

    /** Claims that the defaults of {@link TokenConfig} accept, for 15 minutes from a moment on. */
    public static Map<String, Object> claims(Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", TokenConfig.DEFAULT_ISSUER);
        claims.put("aud", TokenConfig.DEFAULT_AUDIENCE);
        claims.put("sub", ACCOUNT);
        claims.put("sid", SESSION);
        claims.put("iat", now.getEpochSecond());
        claims.put("nbf", now.getEpochSecond());
        claims.put("exp", now.plus(Duration.ofMinutes(15)).getEpochSecond());
        claims.put("jti", "1");
        claims.put("scope", "orders:read orders:write");
        claims.put("roles", List.of("user"));
        return claims;
    }

    public String token(Map<String, Object> header, Map<String, Object> claims) {
        String signed = part(header) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String token(Instant now) {
        return token(header(), claims(now));
    }

    static String unsigned(Map<String, Object> header, Map<String, Object> claims) {
        return part(header) + "." + part(claims) + ".";
    }

    /** The classic confusion: an HMAC with the public key as the secret. */
    String signedWithPublicKey(Map<String, Object> header, Map<String, Object> claims) {
        String signed = part(header) + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pair.getPublic().getEncoded(), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Map<String, Object> json) {
        return BASE64.encodeToString(Json.mapper().writeValueAsBytes(json));
    }

    private static byte[] unsigned(byte[] bytes) {
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
