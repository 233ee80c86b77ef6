package dev.gatehouse.auth.token;

import dev.gatehouse.auth.key.MasterKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Makes refresh tokens. The first of a session is random; each further one is derived from its predecessor with a key that only the
 * service has, so that a predecessor sent twice leads to the same successor without that successor being stored. Thread-safe.
 */
public final class RefreshTokens {
    private static final String PURPOSE = "gatehouse/refresh-token-successor/v1";
    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 32;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final SecretKey key;
    private final SecureRandom random;

    public RefreshTokens(MasterKey masterKey, SecureRandom random) {
        this.key = masterKey.derive(PURPOSE, MAC);
        this.random = random;
    }

    /** The first token of a session. */
    public RefreshToken first() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new RefreshToken(BASE64URL.encodeToString(bytes));
    }

    /** The one token that follows another in a session. */
    public RefreshToken successor(UUID sessionId, RefreshToken predecessor) {
        byte[] session = ByteBuffer.allocate(16)
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .array();
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(session);
            mac.update(predecessor.value().getBytes(StandardCharsets.UTF_8));
            return new RefreshToken(BASE64URL.encodeToString(mac.doFinal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot make HMACs", e);
        }
    }
}
