package dev.gatehouse.common.rpc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that can say on a broker's behalf that it blocks or unblocks its clients (the {@code connection.blocked} extension of RabbitMQ),
 * which a test cannot make a shared broker do. It must be used while the connections are idle, so that no frame is split.
 */
final class FrameInjector implements AutoCloseable {
    private static final int CONNECTION = 10;
    private static final int BLOCKED = 60;
    private static final int UNBLOCKED = 61;
    private static final int FRAME_END = 0xCE;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final String host;
    private final int port;

    FrameInjector(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void block() throws IOException {
        byte[] reason = "low on memory".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write(reason.length);
        text.write(reason);
        inject(BLOCKED, text.toByteArray());
    }

    void unblock() throws IOException {
        inject(UNBLOCKED, new byte[0]);
    }

    private void inject(int method, byte[] arguments) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(frame);
        out.writeByte(1);
        out.writeShort(0);
        out.writeInt(4 + arguments.length);
        out.writeShort(CONNECTION);
        out.writeShort(method);
        out.write(arguments);
        out.writeByte(FRAME_END);
        for (Socket client : clients) {
            client.getOutputStream().write(frame.toByteArray());
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(host, port);
                clients.add(client);
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            } catch (IOException e) {
                // The listener is closed: the test is over.
                return;
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One side has closed; try-with-resources closes the other.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
