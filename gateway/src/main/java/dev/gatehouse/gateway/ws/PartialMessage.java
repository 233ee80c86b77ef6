package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.json.JsonBytes;
import java.io.ByteArrayOutputStream;

/**
 * A text message that is being received. Fragments are joined as bytes, because a character may span two of them (RFC 6455, section 5.6).
 * Confined to the connection's thread.
 */
final class PartialMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Utf8Check utf8 = new Utf8Check();

    int size() {
        return bytes.size();
    }

    /** Appends bytes; throws at the first byte that cannot be UTF-8. */
    void add(byte[] more) throws ProtocolBreachException {
        if (!utf8.accepts(more)) {
            throw ProtocolBreachException.notUtf8();
        }
        bytes.writeBytes(more);
    }

    /** Returns the complete message; throws if it ends within a character. */
    Incoming.Text finish() throws ProtocolBreachException {
        if (!utf8.isComplete()) {
            throw ProtocolBreachException.notUtf8();
        }
        byte[] message = bytes.toByteArray();
        if (!JsonBytes.areUtf8(message)) {
            // It is UTF-8, but a JSON parser would take a byte order mark or a zero byte for another encoding.
            throw new ProtocolBreachException(Closing.UNINTELLIGIBLE);
        }
        return new Incoming.Text(message);
    }
}
