package dev.gatehouse.gateway.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request with an idempotency key. All of it is made with the client's key and cannot be traced back to what it was made of without it: a
 * plain hash of a body with a password in it could be searched for in the store.
 *
 * @param id under which it is kept; the same for one key of one requester on one route
 * @param fingerprint the same for the same request
 * @param messageId its identity on the bus, the same at each try, in whichever gateway
 * @param seal for answers that leave this process
 */
public record KeyedRequest(String id, String fingerprint, String messageId, SecretKey seal) {
    private static final String MAC = "HmacSHA256";
    private static final String SEAL = "AES";
    private static final byte ID = 1;
    private static final byte FINGERPRINT = 2;
    private static final byte MESSAGE_ID = 3;
    private static final byte SEALING = 4;

    /**
     * The request of a client.
     *
     * @param route the name of its route
     * @param requester whose key it is: another requester with the same key has another request
     * @param key as the client sent it
     * @param body what the service would get
     */
    public static KeyedRequest of(String route, String requester, String key, byte[] body) {
        // Neither a route's name nor an address holds a zero byte: no two of them are the same bytes.
        byte[] scope = (route + '\0' + requester + '\0').getBytes(StandardCharsets.UTF_8);
        byte[] fingerprint = derived(key, FINGERPRINT, scope, body);
        return new KeyedRequest(
                HexFormat.of().formatHex(derived(key, ID, scope)),
                HexFormat.of().formatHex(fingerprint),
                uuid(derived(key, MESSAGE_ID, scope, fingerprint)),
                new SecretKeySpec(derived(key, SEALING, scope), SEAL));
    }

    /** Nothing of it: the seal opens the answer. */
    @Override
    public String toString() {
        return "KeyedRequest[" + messageId + "]";
    }

    private static byte[] derived(String key, byte purpose, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), MAC));
            mac.update(purpose);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot make HMACs", e);
        }
    }

    /** A UUID of version 8 (RFC 9562, section 5.8): bits of our own. */
    private static String uuid(byte[] bits) {
        ByteBuffer from = ByteBuffer.wrap(bits);
        long high = (from.getLong() & ~0xF000L) | 0x8000L;
        long low = (from.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
