package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 in front of a server, which breaks the network on demand: {@link #cut} resets all connections, {@link #refuse} also
 * takes no new ones, {@link #stall} keeps all connections, or some, but lets no byte through, {@link #stallAnswers} lets none come back;
 * {@link #heal} ends them all. Thread-safe: all state is guarded by the monitor of {@code this}; each connection has one virtual thread a
 * direction, with one buffer each.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int GREETING_BYTES = 4096;
    private static final int CONNECT_LIMIT_MILLIS = 5_000;
    private static final Duration ACCEPTOR_LIMIT = Duration.ofSeconds(5);

    private final InetSocketAddress upstream;
    private final int port;
    private final Set<Socket> sockets = new HashSet<>();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    /** What the connections have sent first that are stalled; empty where none is. */
    private Optional<String> stalled = Optional.empty();

    private boolean answersStalled;
    private boolean closed;

    private TcpProxy(InetSocketAddress upstream) throws IOException {
        this.upstream = upstream;
        this.port = listen(0);
    }

    /** Begins to listen, on a free port. */
    public static TcpProxy to(String host, int port) {
        try {
            return new TcpProxy(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect; the same for the proxy's whole life. */
    public int port() {
        return port;
    }

    /** How many sockets are open on both sides: two for each connection. */
    public synchronized int openSockets() {
        return sockets.size();
    }

    /** Resets all connections. New ones are taken. */
    public synchronized void cut() {
        for (Socket socket : sockets) {
            reset(socket);
        }
        sockets.clear();
    }

    /** Takes no new connections, and resets those there are: the server is gone. */
    public synchronized void refuse() {
        if (listener != null) {
            closeQuietly(listener);
            listener = null;
            awaitAcceptor();
        }
        cut();
    }

    /** The system's socket is closed, and connections refused, only when no thread is in {@code accept} any more. */
    private void awaitAcceptor() {
        try {
            if (acceptor != null && !acceptor.join(ACCEPTOR_LIMIT)) {
                throw new IllegalStateException("the listener did not close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets no byte through in either direction; connections stay, and new ones are taken: the network hangs. */
    public void stall() {
        stall("");
    }

    /**
     * The same for some connections only: those whose client has sent a text among its first {@value #GREETING_BYTES} bytes, as an AMQP
     * client sends its connection's name. A new one is taken, and stalled as soon as it has sent it.
     */
    public synchronized void stall(String greeting) {
        stalled = Optional.of(greeting);
    }

    /** Lets no byte from the server through; what clients send still arrives there. */
    public synchronized void stallAnswers() {
        answersStalled = true;
    }

    /** Lets everything through again, what was held back included. */
    public synchronized void heal() {
        stalled = Optional.empty();
        answersStalled = false;
        notifyAll();
        if (listener == null && !closed) {
            try {
                listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        refuse();
        stalled = Optional.empty();
        answersStalled = false;
        notifyAll();
    }

    private synchronized int listen(int at) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        listener = socket;
        acceptor =
                Thread.ofVirtual().name("proxy-accept-" + socket.getLocalPort()).start(() -> accept(socket));
        return socket.getLocalPort();
    }

    private void accept(ServerSocket at) {
        while (true) {
            Socket client;
            try {
                client = at.accept();
            } catch (IOException e) {
                // Refusing: this listener is done.
                return;
            }
            Thread.ofVirtual().name("proxy-connect-" + port).start(() -> connect(at, client));
        }
    }

    private void connect(ServerSocket at, Socket client) {
        Socket server = new Socket();
        try {
            server.connect(upstream, CONNECT_LIMIT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            reset(client);
            closeQuietly(server);
            return;
        }
        if (!register(at, client, server)) {
            reset(client);
            reset(server);
            return;
        }
        AtomicReference<String> greeting = new AtomicReference<>("");
        Thread.ofVirtual().name("proxy-up-" + port).start(() -> pump(client, server, greeting, false));
        Thread.ofVirtual().name("proxy-down-" + port).start(() -> pump(server, client, greeting, true));
    }

    /** Not where the proxy has come to refuse since the connection was accepted. */
    private synchronized boolean register(ServerSocket at, Socket client, Socket server) {
        if (at.isClosed()) {
            return false;
        }
        sockets.add(client);
        sockets.add(server);
        return true;
    }

    /**
     * @param greeting what the client has sent first
     * @param answers whether the server sends and the client receives
     */
    private void pump(Socket from, Socket to, AtomicReference<String> greeting, boolean answers) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int left =
                        answers ? 0 : Math.clamp(GREETING_BYTES - greeting.get().length(), 0, read);
                if (left > 0) {
                    greeting.set(greeting.get() + new String(buffer, 0, left, StandardCharsets.ISO_8859_1));
                }
                awaitFlow(greeting.get(), answers);
                out.write(buffer, 0, read);
            }
            awaitFlow(greeting.get(), answers);
        } catch (IOException e) {
            // The end of the connection, like the end of the stream.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drop(from, to);
    }

    private synchronized void awaitFlow(String greeting, boolean answers) throws InterruptedException {
        while (stalled.filter(greeting::contains).isPresent() || (answers && answersStalled)) {
            wait();
        }
    }

    private synchronized void drop(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        closeQuietly(one);
        closeQuietly(other);
    }

    /** Closes with a reset, as a crashed peer's network does, instead of an orderly end. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already, which is what is wanted.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket did not close", e);
        }
    }
}
