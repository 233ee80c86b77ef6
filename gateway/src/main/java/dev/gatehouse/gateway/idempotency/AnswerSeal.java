package dev.gatehouse.gateway.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals answers that leave this process (AES-256 in GCM), under a key that only the client's own idempotency key gives: whoever reads the store
 * learns nothing, and whoever writes into it cannot make an answer. Thread-safe.
 */
final class AnswerSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random;

    AnswerSeal(SecureRandom random) {
        this.random = random;
    }

    /** The nonce, and then the status in two bytes and the body, sealed. */
    byte[] seal(KeyedRequest request, KeptAnswer answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = ByteBuffer.allocate(Short.BYTES + answer.body().length)
                .putShort((short) answer.status())
                .put(answer.body())
                .array();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, request, nonce).doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot seal an answer", e);
        }
    }

    /** Throws {@link IllegalStateException} for what was not sealed for the request, or has been changed. */
    KeptAnswer open(KeyedRequest request, byte[] sealed) {
        try {
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, request, nonce)
                    .doFinal(sealed, NONCE_BYTES, Math.max(0, sealed.length - NONCE_BYTES));
            ByteBuffer answer = ByteBuffer.wrap(plain);
            return new KeptAnswer(answer.getShort(), Arrays.copyOfRange(plain, answer.position(), plain.length));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("the answer that is kept for " + request + " cannot be opened", e);
        }
    }

    private static Cipher cipher(int mode, KeyedRequest request, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, request.seal(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(request.fingerprint().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
