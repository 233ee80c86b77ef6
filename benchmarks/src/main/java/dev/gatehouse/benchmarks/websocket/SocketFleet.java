package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.system.LoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Many clients on one selector and one thread, so that they cost little beside the gateway. Confined to that thread, which has to come back to
 * {@link #await} before the gateway misses its heartbeat.
 */
final class SocketFleet implements AutoCloseable {
    /** As many handshakes at a time. */
    private static final int AT_A_TIME = 200;
    /** As many from one address, which has no more than about 28,000 ports. */
    private static final int PER_ADDRESS = 10_000;

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int NORMAL = 1000;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Selector selector;
    private final InetSocketAddress gateway;
    private final List<BenchSocket> sockets = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private SocketListener listener = SocketListener.NONE;

    SocketFleet(int port) throws IOException {
        this.selector = Selector.open();
        this.gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    List<BenchSocket> sockets() {
        return List.copyOf(sockets);
    }

    /** From now on that one hears. */
    void listen(SocketListener next) {
        listener = next;
    }

    /** Connects one client for each token, and waits until all have been greeted. */
    void connect(List<String> tokens) {
        int wanted = sockets.size() + tokens.size();
        int[] greeted = {sockets.size()};
        int[] next = {0};
        long begun = System.nanoTime();
        boolean all = await(
                () -> {
                    while (greeted[0] < sockets.size()
                            && sockets.get(greeted[0]).isReady()) {
                        greeted[0]++;
                    }
                    while (sockets.size() < wanted && sockets.size() - greeted[0] < AT_A_TIME) {
                        sockets.add(open(sockets.size(), tokens.get(next[0]++)));
                    }
                    return greeted[0] == wanted || sockets.get(greeted[0]).hasEnded();
                },
                LIMIT);
        if (!all || greeted[0] < wanted) {
            throw new LoadException("the gateway has greeted %d of %d clients after %d s"
                    .formatted(greeted[0], wanted, (System.nanoTime() - begun) / 1_000_000_000));
        }
    }

    private BenchSocket open(int index, String token) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            byte[] address = {127, 0, 0, (byte) (2 + index / PER_ADDRESS)};
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            BenchSocket socket = new BenchSocket(index, channel, key, token);
            key.attach(socket);
            channel.connect(gateway);
            return socket;
        } catch (IOException e) {
            throw new LoadException("client " + index + " cannot be connected: " + e.getMessage(), e);
        }
    }

    /** Serves the clients until something has come to pass; false where it does not in time. */
    boolean await(BooleanSupplier done, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            serve(Math.max(1, left / 1_000_000));
        }
        return true;
    }

    /** Serves the clients for that time. */
    void idle(Duration time) {
        await(() -> false, time);
    }

    /** Serves what is ready now. */
    void serveReady() {
        try {
            selector.selectNow(this::selected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(long millis) {
        try {
            selector.select(this::selected, millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void selected(SelectionKey key) {
        if (key.attachment() instanceof BenchSocket socket) {
            socket.selected(in, listener);
        }
    }

    /** Throws {@link LoadException} where a client has lost its connection. */
    void requireAll() {
        long lost = sockets.stream().filter(BenchSocket::hasEnded).count();
        if (lost > 0) {
            throw new LoadException(lost + " of " + sockets.size() + " clients have lost their connection");
        }
    }

    /** All but the first clients say goodbye, and are waited for. */
    void shrink(int rest) {
        listener = SocketListener.NONE;
        List<BenchSocket> leaving = sockets.subList(Math.min(rest, sockets.size()), sockets.size());
        byte[] close = Frames.close(NORMAL);
        for (BenchSocket socket : leaving) {
            try {
                socket.send(close);
            } catch (IOException e) {
                socket.abandon();
            }
            serveReady();
        }
        if (!await(() -> leaving.stream().allMatch(BenchSocket::hasEnded), LIMIT)) {
            throw new LoadException("the gateway does not let its clients go");
        }
        leaving.clear();
    }

    @Override
    public void close() throws IOException {
        sockets.forEach(BenchSocket::abandon);
        selector.close();
    }
}
