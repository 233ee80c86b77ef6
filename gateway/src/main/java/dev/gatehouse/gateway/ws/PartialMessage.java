package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.edge.HeldBytes;
import dev.gatehouse.common.json.JsonBytes;
import java.io.ByteArrayOutputStream;

/**
 * A text message that is being received. Fragments are joined as bytes, because a character may span two of them (RFC 6455, section 5.6).
 * Confined to the connection's thread.
 */
final class PartialMessage {
    /** What comes soon, and costs nobody anything. */
    private static final int UNCOUNTED_BYTES = 8 * 1024;

    private final HeldBytes held;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Utf8Check utf8 = new Utf8Check();

    private int counted;

    PartialMessage(HeldBytes held) {
        this.held = held;
    }

    int size() {
        return bytes.size();
    }

    /** Appends bytes; throws at the first byte that cannot be UTF-8. */
    void add(byte[] more) throws ProtocolBreachException {
        if (!utf8.accepts(more)) {
            throw ProtocolBreachException.notUtf8();
        }
        bytes.writeBytes(more);
        if (bytes.size() > counted + UNCOUNTED_BYTES) {
            if (!held.hold(bytes.size() - counted)) {
                throw new ProtocolBreachException(Closing.OVERLOADED);
            }
            counted = bytes.size();
        }
    }

    /** Returns the complete message; throws if it ends within a character. */
    Incoming.Text finish() throws ProtocolBreachException {
        if (!utf8.isComplete()) {
            throw ProtocolBreachException.notUtf8();
        }
        byte[] message = bytes.toByteArray();
        held.release(counted);
        counted = 0;
        if (!JsonBytes.areUtf8(message)) {
            // It is UTF-8, but a JSON parser would take a byte order mark or a zero byte for another encoding.
            throw new ProtocolBreachException(Closing.UNINTELLIGIBLE);
        }
        return new Incoming.Text(message);
    }
}
