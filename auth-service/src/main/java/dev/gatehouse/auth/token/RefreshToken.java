package dev.gatehouse.auth.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A refresh token: opaque to those who hold it. It is never stored, only its hash is.
 *
 * @param value 256 bits in base64url where it is ours; anything where a client sent it
 */
public record RefreshToken(String value) {
    /** What is stored: the SHA-256 hash. No salt and no cost: 256 random bits cannot be guessed from it. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "RefreshToken[***]";
    }
}
