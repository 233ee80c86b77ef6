package dev.gatehouse.testkit.fuzz;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's connection of WebSocket. Confined to one thread. */
final class WebSocketPeer implements AutoCloseable {
    /** What is seen in the place of a close code if the connection ends without one. */
    static final int NO_CLOSE = 1006;

    private static final int SWITCHED = 101;
    private static final Pattern CONNECTION_ID =
            Pattern.compile("^\\{\"type\":\"hello\".*\"connection_id\":\"([^\"]*)\"");

    private final Socket socket;
    private final DataInputStream in;

    WebSocketPeer(FuzzTarget target) throws IOException {
        socket = target.connect();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** The request for an upgrade. */
    static String upgrade(String more) {
        return "GET /v1/connect HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + more + "\r\n";
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void end() throws IOException {
        socket.shutdownOutput();
    }

    /** Lets the connection end at once, without a word. */
    void drop() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads the head of the answer to the upgrade. Returns its status; 0 where there is none. */
    int answered() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = readOrEnd();
            if (c < 0) {
                return 0;
            }
            head.append((char) c);
        }
        if (!head.toString().matches("(?s)HTTP/1\\.1 [1-5][0-9][0-9] .*")) {
            throw new ProtocolException("no status line: '" + head + "'");
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    private int readOrEnd() throws IOException {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        }
    }

    /** Upgrades with a token, and reads the greeting. */
    void open(String token) throws IOException {
        ask(token);
        var _ = greeted();
    }

    /** Asks for an upgrade. */
    void ask(String token) throws IOException {
        write(upgrade("Authorization: Bearer " + token + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads the answer to the upgrade, and the greeting. Returns the connection's id. */
    String greeted() throws IOException {
        int status = answered();
        if (status != SWITCHED) {
            throw new ProtocolException("the upgrade is answered " + status);
        }
        String hello = message();
        Matcher id = CONNECTION_ID.matcher(hello);
        if (!id.find()) {
            throw new ProtocolException("the first message is " + hello);
        }
        return id.group(1);
    }

    /** The next message. */
    String message() throws IOException {
        while (true) {
            Frame frame = frame();
            if (frame.code() == WebSocketFrames.CLOSE) {
                throw new ProtocolException("closed with " + frame.closeCode() + ", and not a message");
            }
            if (frame.code() == WebSocketFrames.TEXT) {
                return frame.text();
            }
        }
    }

    /** Reads messages and pongs until each of the texts has been in one. Returns those that have not been before the end. */
    Set<String> awaitAll(Set<String> texts) throws IOException {
        Set<String> left = new HashSet<>(texts);
        while (!left.isEmpty()) {
            Frame frame = frame();
            if (frame.code() == WebSocketFrames.CLOSE) {
                left.add("closed with " + frame.closeCode());
                return left;
            }
            String text = frame.code() == WebSocketFrames.PONG ? pong(frame.payload()) : frame.text();
            left.removeIf(text::contains);
        }
        return left;
    }

    /** How a pong is told from messages. */
    static String pong(byte[] payload) {
        return "pong " + HexFormat.of().formatHex(payload) + ".";
    }

    /** Reads on to the close frame, or the end of the connection. */
    int closed() throws IOException {
        try {
            while (true) {
                Frame frame = frame();
                if (frame.code() == WebSocketFrames.CLOSE) {
                    return frame.closeCode().orElse(NO_CLOSE);
                }
            }
        } catch (EOFException | SocketException e) {
            return NO_CLOSE;
        }
    }

    /** Reads on to the end of the connection. */
    void awaitEnd() throws IOException {
        while (closed() != NO_CLOSE) {
            // After its close frame the gateway sends nothing more.
        }
    }

    private record Frame(int code, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        OptionalInt closeCode() {
            return payload.length < 2
                    ? OptionalInt.empty()
                    : OptionalInt.of((payload[0] & 0xff) << Byte.SIZE | (payload[1] & 0xff));
        }
    }

    private Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        int code = first & 0xf;
        if (first != (WebSocketFrames.FIN | code) || length >= WebSocketFrames.MASKED) {
            throw new ProtocolException("a frame begins with %02x %02x".formatted(first, length));
        }
        long bytes = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = new byte[Math.toIntExact(bytes)];
        in.readFully(payload);
        return new Frame(code, payload);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
