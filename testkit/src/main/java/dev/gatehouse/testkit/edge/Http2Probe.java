package dev.gatehouse.testkit.edge;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks over one connection with HTTP/2. */
final class Http2Probe implements Probe {
    /** {@code :status: 200} of HPACK's static table, with which an answer begins. */
    private static final int STATUS_200 = 0x88;

    private final Target target;
    private final Duration deadline;
    private @Nullable Socket open;
    private int stream = -1;

    Http2Probe(Target target, Duration deadline) {
        this.target = target;
        this.deadline = deadline;
    }

    @Override
    public void ask() throws IOException {
        Socket socket = open;
        if (socket == null) {
            socket = target.connect(Target.HTTP2);
            socket.setSoTimeout(Math.toIntExact(deadline.toMillis()));
            open = socket;
            stream = -1;
            socket.getOutputStream()
                    .write(Http2Wire.joined(Http2Wire.preface(), Http2Wire.frame(Http2Wire.SETTINGS, 0, 0)));
        }
        stream += 2;
        socket.getOutputStream().write(Http2Wire.get(stream, AttackRoutes.FIXED));
        readAnswer(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
    }

    private void readAnswer(DataInputStream in, OutputStream out) throws IOException {
        boolean over = false;
        while (!over) {
            int head = in.readInt();
            int flags = in.readUnsignedByte();
            int of = in.readInt();
            byte[] payload = in.readNBytes(head >>> Byte.SIZE);
            int type = head & 0xff;
            if (type == Http2Wire.GOAWAY || type == Http2Wire.RST_STREAM) {
                throw new IOException("the server has ended the request");
            }
            if (type == Http2Wire.HEADERS && (payload[0] & 0xff) != STATUS_200) {
                throw new IOException("the answer was not 200");
            }
            if (type == Http2Wire.DATA && payload.length > 0) {
                out.write(Http2Wire.frame(Http2Wire.WINDOW_UPDATE, 0, 0, Http2Wire.number(payload.length)));
            }
            over = of == stream && type <= Http2Wire.HEADERS && (flags & Http2Wire.END_STREAM) != 0;
        }
    }

    @Override
    public void close() throws IOException {
        Socket socket = open;
        open = null;
        if (socket != null) {
            socket.close();
        }
    }

    @Override
    public String toString() {
        return "HTTP/2, one connection";
    }
}
