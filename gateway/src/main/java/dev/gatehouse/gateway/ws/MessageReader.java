package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.json.JsonBytes;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.SocketContext;
import io.helidon.websocket.ClientWsFrame;
import io.helidon.websocket.WsCloseException;
import io.helidon.websocket.WsOpCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames and joins those that are fragments of one message (RFC 6455, section 5.4). What the frame parser lets pass is checked
 * here: fragments are joined as bytes, so that a character may lie across two of them. Confined to the session's reader thread.
 */
final class MessageReader {
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int CODE_BYTES = 2;

    private final SocketContext context;
    private final DataReader in;
    private final int maxBytes;
    private final FramePace pace;
    /** The beginning of the message of which more is to come, where there is one. */
    private @Nullable ByteArrayOutputStream begun;

    MessageReader(SocketContext context, DataReader in, int maxBytes, FramePace pace) {
        this.context = context;
        this.in = in;
        this.maxBytes = maxBytes;
        this.pace = pace;
    }

    /**
     * Waits for the next message or control frame.
     *
     * @throws DataReader.InsufficientDataAvailableException and other unchecked exceptions where the connection has ended
     */
    Incoming next() throws ProtocolBreachException {
        while (true) {
            ClientWsFrame frame = read();
            byte[] payload = bytes(frame.payloadData());
            boolean emptyFragment = frame.opCode() == WsOpCode.CONTINUATION && payload.length == 0;
            if ((frame.opCode() != WsOpCode.CONTINUATION || emptyFragment) && !pace.allows()) {
                throw new ProtocolBreachException(Closing.FLOOD);
            }
            switch (frame.opCode()) {
                case TEXT -> {
                    if (begun != null) {
                        throw new ProtocolBreachException(Closing.PROTOCOL_ERROR, "a message within another");
                    }
                    if (frame.fin()) {
                        return text(payload);
                    }
                    begun = new ByteArrayOutputStream();
                    var _ = joined(payload);
                }
                case CONTINUATION -> {
                    ByteArrayOutputStream message = joined(payload);
                    if (frame.fin()) {
                        begun = null;
                        return text(message.toByteArray());
                    }
                }
                case BINARY -> throw new ProtocolBreachException(Closing.UNINTELLIGIBLE);
                case PING -> {
                    control(frame, payload);
                    return new Incoming.Ping(payload);
                }
                case PONG -> {
                    control(frame, payload);
                    return new Incoming.Pong();
                }
                case CLOSE -> {
                    control(frame, payload);
                    return new Incoming.Close(code(payload));
                }
            }
        }
    }

    private ClientWsFrame read() throws ProtocolBreachException {
        try {
            return ClientWsFrame.read(context, in, maxBytes);
        } catch (WsCloseException e) {
            throw e.closeCode() == Closing.TOO_BIG
                    ? tooBig()
                    : new ProtocolBreachException(e.closeCode(), "the frame breaks RFC 6455");
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // What the parser throws for an operation code that there is not.
            throw new ProtocolBreachException(Closing.PROTOCOL_ERROR, "unknown operation code");
        }
    }

    private ByteArrayOutputStream joined(byte[] fragment) throws ProtocolBreachException {
        ByteArrayOutputStream message = begun;
        if (message == null) {
            throw new ProtocolBreachException(Closing.PROTOCOL_ERROR, "a fragment of no message");
        }
        if (message.size() + fragment.length > maxBytes) {
            throw tooBig();
        }
        message.writeBytes(fragment);
        return message;
    }

    private static Incoming text(byte[] message) throws ProtocolBreachException {
        if (!JsonBytes.areUtf8(message)) {
            // What is UTF-8, but cannot be JSON, is not a frame that anybody could understand.
            throw isUtf8(message) ? new ProtocolBreachException(Closing.UNINTELLIGIBLE) : notUtf8();
        }
        return new Incoming.Text(message);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** RFC 6455, section 5.5. */
    private static void control(ClientWsFrame frame, byte[] payload) throws ProtocolBreachException {
        if (!frame.fin() || payload.length > MAX_CONTROL_BYTES) {
            throw new ProtocolBreachException(Closing.PROTOCOL_ERROR, "a control frame too long or in fragments");
        }
    }

    /** RFC 6455, sections 5.5.1 and 7.4. */
    private static int code(byte[] payload) throws ProtocolBreachException {
        if (payload.length == 0) {
            return Closing.NO_CODE;
        }
        int code = payload.length == 1 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        boolean registered = code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
        if (!registered && (code < Closing.FIRST_OF_APPLICATIONS || code > 4999)) {
            throw new ProtocolBreachException(Closing.PROTOCOL_ERROR, "not a close code");
        }
        if (!isUtf8(Arrays.copyOfRange(payload, CODE_BYTES, payload.length))) {
            throw notUtf8();
        }
        return code;
    }

    private static byte[] bytes(BufferData data) {
        byte[] bytes = new byte[data.available()];
        data.read(bytes);
        return bytes;
    }

    private static ProtocolBreachException notUtf8() {
        return new ProtocolBreachException(Closing.NOT_UTF8, "not UTF-8");
    }

    private static ProtocolBreachException tooBig() {
        return new ProtocolBreachException(Closing.TOO_BIG, "the message is too big");
    }
}
