package dev.gatehouse.gateway.security;

import io.helidon.security.jwt.JwtException;
import io.helidon.security.jwt.jwk.Jwk;
import io.helidon.security.jwt.jwk.JwkEC;
import io.helidon.security.jwt.jwk.JwkRSA;
import jakarta.json.JsonObject;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A public key that verifies signatures with the one algorithm that is its own: RS256 or ES256. Immutable. */
public final class SigningKey {
    private static final int MIN_RSA_BITS = 2048;
    private static final int P256_BITS = 256;

    private final Jwk jwk;
    private final PublicKey publicKey;

    private SigningKey(Jwk jwk, PublicKey publicKey) {
        this.jwk = jwk;
        this.publicKey = publicKey;
    }

    /** The key that a JWK describes; empty where it is of another kind, too weak, not for signatures, or has no id. */
    public static Optional<SigningKey> of(JsonObject json) {
        if (!json.containsKey(Jwk.PARAM_KEY_ID)) {
            return Optional.empty();
        }
        try {
            Jwk jwk = Jwk.create(json);
            boolean usable = jwk.usage().map(Jwk.USE_SIGNATURE::equals).orElse(true);
            return usable ? strong(jwk).map(key -> new SigningKey(jwk, key)) : Optional.empty();
        } catch (JwtException | ClassCastException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> strong(Jwk jwk) {
        return switch (jwk) {
            case JwkRSA rsa
            when JwkRSA.ALG_RS256.equals(rsa.algorithm())
                    && rsa.publicKey() instanceof RSAPublicKey key
                    && key.getModulus().bitLength() >= MIN_RSA_BITS -> Optional.of(key);
            case JwkEC ec
            when JwkEC.ALG_ES256.equals(ec.algorithm())
                    && ec.publicKey() instanceof ECPublicKey key
                    && key.getParams().getOrder().bitLength() == P256_BITS -> Optional.of(key);
            default -> Optional.empty();
        };
    }

    String id() {
        return jwk.keyId();
    }

    String algorithm() {
        return jwk.algorithm();
    }

    /** The same id, algorithm and key. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SigningKey key
                && id().equals(key.id())
                && algorithm().equals(key.algorithm())
                && publicKey.equals(key.publicKey);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    boolean verifies(byte[] signed, byte[] signature) {
        try {
            return jwk.verifySignature(signed, signature);
        } catch (JwtException e) {
            // The signature's bytes do not even have the algorithm's form.
            return false;
        }
    }
}
