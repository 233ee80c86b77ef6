package dev.gatehouse.testkit.edge;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks over HTTP/1.1, over one connection or over a new one each time. */
final class Http1Probe implements Probe {
    private static final byte[] REQUEST =
            ("GET " + AttackRoutes.FIXED + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 4_096;

    private final Target target;
    private final Duration deadline;
    private final boolean kept;
    private @Nullable Socket open;

    /** @param kept whether the connection is used again */
    Http1Probe(Target target, Duration deadline, boolean kept) {
        this.target = target;
        this.deadline = deadline;
        this.kept = kept;
    }

    @Override
    public void ask() throws IOException {
        Socket socket = open;
        if (socket == null) {
            socket = target.connect(Target.HTTP1);
            socket.setSoTimeout(Math.toIntExact(deadline.toMillis()));
            open = socket;
        }
        socket.getOutputStream().write(REQUEST);
        readAnswer(socket.getInputStream());
        if (!kept) {
            close();
        }
    }

    private static void readAnswer(InputStream in) throws IOException {
        Http1Heard heard = new Http1Heard();
        byte[] buffer = new byte[BUFFER_BYTES];
        while (!heard.isComplete()) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new IOException("the connection has ended without an answer");
            }
            heard.take(buffer, count);
        }
        if (!heard.statuses().equals(List.of(200))) {
            throw new IOException("the answer was " + heard.statuses());
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
        return kept ? "HTTP/1.1, one connection" : "HTTP/1.1, new connections";
    }
}
