package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.system.LoadException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Clients that have sent one request each, have read its answer, and keep their connections. */
final class IdleConnections implements AutoCloseable {
    private static final String PATH = "/v1/bench/hello";
    private static final int READ_MILLIS = 10_000;
    private static final int FRAME_TYPE_DATA = 0;
    private static final int FRAME_TYPE_HEADERS = 1;
    private static final int END_STREAM = 1;
    private static final int BUFFER_BYTES = 4096;
    /** RFC 9113, 3.4. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** Empty SETTINGS, and one that acknowledges the server's. */
    private static final byte[] SETTINGS = HexFormat.of().parseHex("000000040000000000" + "000000040100000000");
    /** {@code :method: GET}, {@code :scheme: http}, {@code :authority: a}, and the name of {@code :path} (RFC 7541, appendix A). */
    private static final byte[] FIELDS = HexFormat.of().parseHex("8286" + "010161" + "04");

    private final List<Socket> sockets = new ArrayList<>();

    /** Connects them, one after the other. */
    static IdleConnections open(int port, int count, boolean http2) {
        IdleConnections connections = new IdleConnections();
        try {
            for (int i = 0; i < count; i++) {
                connections.add(port, http2);
            }
            return connections;
        } catch (IOException e) {
            connections.close();
            throw new LoadException("client " + connections.sockets.size() + " is not served: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("PMD.CloseResource") // closed with all others
    private void add(int port, boolean http2) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        socket.getOutputStream().write(http2 ? http2Request() : http1Request());
        if (http2) {
            readHttp2Answer(new DataInputStream(socket.getInputStream()));
        } else {
            readHttp1Answer(socket.getInputStream());
        }
    }

    private static byte[] http1Request() {
        return ("GET " + PATH + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] http2Request() {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(PREFACE);
        request.writeBytes(SETTINGS);
        byte[] head = {0, 0, (byte) (FIELDS.length + 1 + PATH.length()), FRAME_TYPE_HEADERS, 5, 0, 0, 0, 1};
        request.writeBytes(head);
        request.writeBytes(FIELDS);
        request.write(PATH.length());
        request.writeBytes(PATH.getBytes(StandardCharsets.US_ASCII));
        return request.toByteArray();
    }

    /** The answer is small, and comes at once. */
    private static void readHttp1Answer(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().contains("\"hello\"}}")) {
            int read = in.read(buffer);
            if (read < 0) {
                throw new IOException("the connection ends after: " + answer);
            }
            answer.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
        }
    }

    private static void readHttp2Answer(DataInputStream in) throws IOException {
        boolean ended = false;
        while (!ended) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            in.skipNBytes(length);
            ended = (type == FRAME_TYPE_DATA || type == FRAME_TYPE_HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new LoadException("a connection cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
