package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A WebSocket client of bytes: it sends whatever it is told, right or wrong. Reads are bounded in time. */
public final class RawWebSocket implements AutoCloseable {
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CONTINUATION = 0x0;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;
    public static final int FIN = 0x80;

    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    final Socket socket;
    /** The head of the answer to the upgrade. */
    public final String answer;

    private final DataInputStream in;

    /** A frame of the server. */
    public record Frame(int opCode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        public int closeCode() {
            return (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    /**
     * Asks for the upgrade.
     *
     * @param headers further lines of the request
     */
    public RawWebSocket(int port, String path, String... headers) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), path, headers);
    }

    /** @param socket connected, over TLS for one */
    RawWebSocket(Socket socket, String path, String... headers) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        raw(request(socket.getPort(), path, headers));
        answer = head();
    }

    /** The request for an upgrade. */
    static byte[] request(int port, String path, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Connected with a token. */
    public static RawWebSocket withToken(int port, String token) throws IOException {
        return new RawWebSocket(
                port, "/v1/connect", "Authorization: Bearer " + token, "Sec-WebSocket-Protocol: gatehouse.v1");
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public void send(String text) throws IOException {
        frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public void frame(int first, byte[] payload) throws IOException {
        raw(masked(first, payload));
    }

    static byte[] masked(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(MASKED | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.write(MASKED | 126);
            frame.write(payload.length >>> 8);
            frame.write(payload.length);
        } else {
            frame.write(MASKED | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >>> shift));
            }
        }
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % 4]);
        }
        return frame.toByteArray();
    }

    public Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        long bytes = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = new byte[(int) bytes];
        in.readFully(payload);
        return new Frame(first & 0x0F, payload);
    }

    /** The next message; pings of the server are answered on the way. */
    public JsonNode message() throws IOException {
        while (true) {
            Frame frame = frame();
            if (frame.opCode() == TEXT) {
                return Json.mapper().readTree(frame.payload());
            }
            if (frame.opCode() == PING) {
                frame(FIN | PONG, frame.payload());
            } else if (frame.opCode() == CLOSE) {
                throw new IllegalStateException("closed: " + frame.closeCode() + " " + frame.closeReason());
            }
        }
    }

    /** The next message of a type; others are passed over. */
    public JsonNode message(String type) throws IOException {
        JsonNode message = message();
        while (!message.path("type").asString("").equals(type)) {
            message = message();
        }
        return message;
    }

    /** The code with which the server closes; messages before it are passed over. */
    public int closeCode() throws IOException {
        return closeFrame().closeCode();
    }

    public Frame closeFrame() throws IOException {
        Frame frame = frame();
        while (frame.opCode() != CLOSE) {
            frame = frame();
        }
        return frame;
    }

    /** Whether the server has ended the connection, after whatever else has come. */
    boolean isEnded() throws IOException {
        try {
            while (true) {
                var _ = frame();
            }
        } catch (EOFException e) {
            return true;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    /** Reads to the end of the connection. Throws where it ends with a reset, which may cost a client what it has not read yet. */
    void awaitCleanEnd() throws IOException {
        while (in.read() >= 0) {
            // Whatever it is, it came before the end.
        }
    }

    /** Answers a close frame with its code, as clients do. */
    void answer(Frame close) throws IOException {
        frame(FIN | CLOSE, Arrays.copyOf(close.payload(), Math.min(2, close.payload().length)));
    }

    /** Everything that follows the head of a refusal: its body, as long as it says. */
    JsonNode refusal() throws IOException {
        int length = answer.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElseThrow();
        byte[] body = new byte[length];
        in.readFully(body);
        return Json.mapper().readTree(body);
    }

    List<JsonNode> messages(int number) throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        while (messages.size() < number) {
            messages.add(message());
        }
        return messages;
    }

    /** Ends the connection without a word. */
    void cut() throws IOException {
        socket.close();
    }

    /** Ends the connection as a crash does, with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
