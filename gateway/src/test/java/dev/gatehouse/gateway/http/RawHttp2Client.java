package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.edge.Http2Wire;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that sends HTTP/2 frames as it likes, with prior knowledge. It reads only when it is asked to. */
public final class RawHttp2Client implements AutoCloseable {
    public static final int DATA = Http2Wire.DATA;
    public static final int HEADERS = Http2Wire.HEADERS;
    public static final int PRIORITY = Http2Wire.PRIORITY;
    public static final int RST_STREAM = Http2Wire.RST_STREAM;
    public static final int SETTINGS = Http2Wire.SETTINGS;
    public static final int PUSH_PROMISE = Http2Wire.PUSH_PROMISE;
    public static final int PING = Http2Wire.PING;
    public static final int GOAWAY = Http2Wire.GOAWAY;
    public static final int WINDOW_UPDATE = Http2Wire.WINDOW_UPDATE;
    public static final int CONTINUATION = Http2Wire.CONTINUATION;
    public static final int END_STREAM = Http2Wire.END_STREAM;
    public static final int ACK = Http2Wire.ACK;
    public static final int END_HEADERS = Http2Wire.END_HEADERS;
    public static final int PADDED = Http2Wire.PADDED;
    public static final int PROTOCOL_ERROR = Http2Wire.PROTOCOL_ERROR;
    public static final int ENHANCE_YOUR_CALM = Http2Wire.ENHANCE_YOUR_CALM;

    private static final int WINDOW_BYTES = 256 * 1024;
    private static final int READ_TIMEOUT_MILLIS = 15_000;

    private final Socket socket;
    private final DataInputStream in;
    private final Map<Integer, ByteArrayOutputStream> bodies = new HashMap<>();
    private final List<Received> received = new ArrayList<>();

    public record Received(int type, int flags, int stream, byte[] payload) {
        public int number(int at) {
            return ByteBuffer.wrap(payload).getInt(at);
        }

        /** The first eight octets of the payload. */
        public long octets() {
            return ByteBuffer.wrap(payload).getLong();
        }
    }

    /**
     * Connects, and sends the preface.
     *
     * @param settings payload of the first SETTINGS frame
     */
    public RawHttp2Client(int port, byte... settings) throws IOException {
        this(port);
        write(Http2Wire.preface());
        frame(SETTINGS, 0, 0, settings);
    }

    private RawHttp2Client(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A connection on which nothing has been sent, not even the preface. */
    static RawHttp2Client bare(int port) throws IOException {
        return new RawHttp2Client(port);
    }

    /** How long a read may wait; 15 s unless it is set. */
    public void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Sends octets that may be anything. */
    public void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    public void frame(int type, int flags, int stream, byte... payload) throws IOException {
        write(Http2Wire.frame(type, flags, stream, payload));
    }

    /** A request without a body. */
    public void get(int stream, String path) throws IOException {
        frame(HEADERS, END_HEADERS | END_STREAM, stream, block("GET", path));
    }

    /** The beginning of a request with a body. */
    public void post(int stream, String path, String... headers) throws IOException {
        frame(HEADERS, END_HEADERS, stream, block("POST", path, headers));
    }

    public static byte[] number(int value) {
        return Http2Wire.number(value);
    }

    /** A header section; names and values one after the other, none of them remembered. */
    public static byte[] block(String method, String path, String... headers) {
        return Http2Wire.block(method, path, headers);
    }

    /** A field as a literal; the names of pseudo-header fields by their index. */
    public static byte[] field(String name, String value, boolean indexed) {
        return Http2Wire.field(name, value, indexed);
    }

    /** Everything that comes until the server ends the connection, as text. */
    String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** The next frame; gives back at once what data takes of the connection's window. */
    public Received read() throws IOException {
        int head = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        Received frame = new Received(head & 0xff, flags, stream, in.readNBytes(head >>> 8));
        received.add(frame);
        if (frame.type == DATA) {
            bodies.computeIfAbsent(stream, key -> new ByteArrayOutputStream()).writeBytes(frame.payload);
        }
        return frame;
    }

    /** Reads on to the first frame of a type on a stream. */
    public Received await(int type, int stream) throws IOException {
        while (true) {
            Received frame = read();
            if (frame.type == type && frame.stream == stream) {
                return frame;
            }
        }
    }

    /** Reads on to the end of a stream, and returns the body that came on it. */
    public String body(int stream) throws IOException {
        while (received.stream()
                .noneMatch(
                        frame -> frame.stream == stream && frame.type <= HEADERS && (frame.flags & END_STREAM) != 0)) {
            read();
        }
        return bodies.getOrDefault(stream, new ByteArrayOutputStream()).toString(StandardCharsets.UTF_8);
    }

    /** Reads on until all that has been used of the connection's window, but a quarter of it, has been given back, and expects no more. */
    void awaitCredit(int bytes) throws IOException {
        while (credit(0) < WINDOW_BYTES - 65_535 + bytes - WINDOW_BYTES / 4) {
            read();
        }
        assertThat(credit(0)).isLessThanOrEqualTo(WINDOW_BYTES - 65_535 + bytes);
    }

    private int credit(int stream) {
        return received.stream()
                .filter(frame -> frame.type == WINDOW_UPDATE && frame.stream == stream)
                .mapToInt(frame -> frame.number(0))
                .sum();
    }

    /** How much has come on all streams. */
    public int dataBytes() {
        return bodies.values().stream().mapToInt(ByteArrayOutputStream::size).sum();
    }

    /** Every frame that has been read. */
    public List<Received> received() {
        return received;
    }

    /** Reads on to the end of the connection. Returns the last GOAWAY's error code; -1 where there was none. */
    public int goAway() throws IOException {
        int code = -1;
        try {
            while (true) {
                Received frame = read();
                code = frame.type == GOAWAY ? frame.number(4) : code;
            }
        } catch (IOException e) {
            if (e instanceof SocketTimeoutException) {
                throw e;
            }
            return code;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
