package dev.gatehouse.auth.command;

import dev.gatehouse.auth.key.MasterKey;
import dev.gatehouse.common.rpc.RpcContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Makes fingerprints of commands: HMAC-SHA256, because a body may hold a password, and a plain hash of one in a database can be searched
 * for. Thread-safe.
 */
final class Fingerprints {
    private static final String PURPOSE = "gatehouse/command-fingerprint/v1";
    private static final String MAC = "HmacSHA256";

    private final SecretKey key;

    Fingerprints(MasterKey masterKey) {
        this.key = masterKey.derive(PURPOSE, MAC);
    }

    /** The id of a command; none where its sender gave it no identity. */
    Optional<CommandId> id(String routingKey, RpcContext context, byte[] body) {
        return context.messageId()
                .filter(messageId -> !messageId.isBlank())
                .map(messageId -> new CommandId(
                        messageId.getBytes(StandardCharsets.UTF_8), fingerprint(routingKey, context.caller(), body)));
    }

    private byte[] fingerprint(String routingKey, Optional<RpcContext.Caller> caller, byte[] body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            // A routing key holds no zero byte, and ids have one length: no two commands are the same bytes.
            mac.update(routingKey.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update((byte) (caller.isPresent() ? 1 : 0));
            caller.ifPresent(client -> mac.update(bytes(client.accountId(), client.sessionId())));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot make HMACs", e);
        }
    }

    private static ByteBuffer bytes(UUID accountId, UUID sessionId) {
        return ByteBuffer.allocate(32)
                .putLong(accountId.getMostSignificantBits())
                .putLong(accountId.getLeastSignificantBits())
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .flip();
    }
}
