package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.edge.HeldBytes;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's messages: checks the frames and joins the fragments of a message (RFC 6455, sections 5.2 to 5.5 and 8.1). A breach is reported as
 * early as possible: for a header before its payload has arrived, for a byte that cannot be UTF-8 before its message is complete. Confined to the
 * connection's thread.
 */
final class MessageReader {
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int CODE_BYTES = 2;

    private final FrameReader frames;
    private final int maxBytes;
    private final FramePace pace;
    private final HeldBytes held;
    /** The message whose fragments are being read, if there is one. */
    private @Nullable PartialMessage begun;

    /**
     * A reader at the beginning of a frame.
     *
     * @param maxBytes the longest message, in bytes of all its fragments
     * @param held counts what has come of a message that is not complete
     */
    MessageReader(FrameReader frames, int maxBytes, FramePace pace, HeldBytes held) {
        this.frames = frames;
        this.maxBytes = maxBytes;
        this.pace = pace;
        this.held = held;
    }

    /**
     * Waits for the next message or control frame. After a breach the rest of the frame is unread.
     *
     * @throws RuntimeException as {@link FrameReader} does, if the connection has ended
     */
    Incoming next() throws ProtocolBreachException {
        while (true) {
            FrameHeader header = frames.next();
            OpCode opCode = checked(header);
            switch (opCode) {
                case TEXT, CONTINUATION -> {
                    PartialMessage message = joined(opCode, header);
                    begun = header.fin() ? null : message;
                    if (header.fin()) {
                        return message.finish();
                    }
                }
                case BINARY -> throw new ProtocolBreachException(Closing.UNINTELLIGIBLE);
                case PING -> {
                    return new Incoming.Ping(payload(header));
                }
                case PONG -> {
                    var _ = payload(header);
                    return new Incoming.Pong();
                }
                case CLOSE -> {
                    return new Incoming.Close(code(payload(header)));
                }
            }
        }
    }

    private OpCode checked(FrameHeader header) throws ProtocolBreachException {
        if (header.reserved() != 0) {
            throw breach("a reserved bit is set, and no extension was agreed upon");
        }
        OpCode opCode = OpCode.of(header.opCode()).orElseThrow(() -> breach("unknown operation code"));
        if (!header.masked()) {
            throw breach("the frame is not masked");
        }
        if (opCode.isControl() && (!header.fin() || header.length() > MAX_CONTROL_BYTES)) {
            throw breach("a control frame is too long, or in fragments");
        }
        if (!header.wellFormed()) {
            throw breach("the length is not written as short as it can be, or is negative");
        }
        // A fragment with content is bounded by the size of its message.
        if ((opCode != OpCode.CONTINUATION || header.length() == 0) && !pace.allows()) {
            throw new ProtocolBreachException(Closing.FLOOD);
        }
        return opCode;
    }

    /** The message so far, with this fragment. */
    private PartialMessage joined(OpCode opCode, FrameHeader header) throws ProtocolBreachException {
        PartialMessage before = begun;
        if (opCode == OpCode.TEXT && before != null) {
            throw breach("a message within another");
        }
        if (opCode == OpCode.CONTINUATION && before == null) {
            throw breach("a fragment of no message");
        }
        PartialMessage message = before == null ? new PartialMessage(held) : before;
        if (header.length() > maxBytes - message.size()) {
            throw new ProtocolBreachException(Closing.TOO_BIG, "the message is too big");
        }
        do {
            message.add(frames.more());
        } while (frames.hasMore());
        return message;
    }

    /** The payload of a control frame, at most {@link #MAX_CONTROL_BYTES}. */
    private byte[] payload(FrameHeader header) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream((int) header.length());
        do {
            payload.writeBytes(frames.more());
        } while (frames.hasMore());
        return payload.toByteArray();
    }

    /** RFC 6455, sections 5.5.1 and 7.4. */
    private static int code(byte[] payload) throws ProtocolBreachException {
        if (payload.length == 0) {
            return Closing.NO_CODE;
        }
        int code = payload.length == 1 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        boolean registered = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
        if (!registered && (code < Closing.FIRST_OF_APPLICATIONS || code > 4999)) {
            throw breach("not a close code");
        }
        Utf8Check reason = new Utf8Check();
        if (!reason.accepts(payload, CODE_BYTES) || !reason.isComplete()) {
            throw ProtocolBreachException.notUtf8();
        }
        return code;
    }

    private static ProtocolBreachException breach(String what) {
        return new ProtocolBreachException(Closing.PROTOCOL_ERROR, what);
    }
}
