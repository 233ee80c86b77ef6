package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.json.JsonBytes;
import java.io.ByteArrayOutputStream;

/**
 * A text message while it arrives. Its fragments are joined as bytes, so that a character may lie across two of them (RFC 6455, section 5.6).
 * Confined to the connection's thread.
 */
final class PartialMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Utf8Check utf8 = new Utf8Check();

    int size() {
        return bytes.size();
    }

    /** Takes more of it in; throws as soon as it cannot be UTF-8 any more. */
    void add(byte[] more) throws ProtocolBreachException {
        if (!utf8.accepts(more)) {
            throw ProtocolBreachException.notUtf8();
        }
        bytes.writeBytes(more);
    }

    /** The whole message. */
    Incoming.Text finish() throws ProtocolBreachException {
        if (!utf8.isComplete()) {
            throw ProtocolBreachException.notUtf8();
        }
        byte[] message = bytes.toByteArray();
        if (!JsonBytes.areUtf8(message)) {
            // UTF-8, but a byte order mark or a zero byte makes it something else to a JSON parser.
            throw new ProtocolBreachException(Closing.UNINTELLIGIBLE);
        }
        return new Incoming.Text(message);
    }
}
