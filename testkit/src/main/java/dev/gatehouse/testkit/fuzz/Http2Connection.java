package dev.gatehouse.testkit.fuzz;

import dev.gatehouse.testkit.fuzz.HpackTable.Field;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A client's connection of HTTP/2, with a thread that reads. Thread-safe: all state is guarded by the monitor of {@code this}. */
final class Http2Connection implements AutoCloseable {
    private static final int DEFAULT_WINDOW = 65_535;
    private static final int FIRST_FINAL = 200;

    private final Socket socket;
    private final int tableBytes;
    private final HpackAnswers headers = new HpackAnswers();
    private final Map<Integer, Long> windows = new HashMap<>();
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final Map<Integer, String> outcomes = new HashMap<>();
    private long window = DEFAULT_WINDOW;
    private long initialWindow = DEFAULT_WINDOW;
    private int goAway = -1;
    private boolean ended;
    private @Nullable String wrong;

    /** @param tableBytes what the client says in its first {@code SETTINGS} of the size of its table */
    Http2Connection(Socket socket, int tableBytes) {
        this.socket = socket;
        this.tableBytes = tableBytes;
        Thread.ofVirtual().name("fuzz-reader").start(this::read);
    }

    // --- what comes ---

    private void read() {
        String end = null;
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            while (true) {
                Http2Frame frame = Http2Frame.read(in);
                synchronized (this) {
                    received(frame);
                    notifyAll();
                }
            }
        } catch (EOFException | SocketException e) {
            // The end of the connection, which may be as it must be.
        } catch (IOException | RuntimeException e) {
            end = "what comes cannot be read: " + e;
        }
        synchronized (this) {
            ended = true;
            wrong = wrong == null ? end : wrong;
            notifyAll();
        }
    }

    private void received(Http2Frame frame) {
        switch (frame.type()) {
            case Http2Frame.HEADERS -> headers(frame);
            case Http2Frame.DATA -> ended(frame);
            case Http2Frame.RST_STREAM -> outcomes.putIfAbsent(frame.stream(), "reset " + frame.number(0));
            case Http2Frame.GOAWAY -> goAway = frame.number(Integer.BYTES);
            case Http2Frame.SETTINGS -> settings(frame);
            case Http2Frame.WINDOW_UPDATE -> credit(frame.stream(), frame.number(0));
            case Http2Frame.PING -> {
                // Its answer.
            }
            default -> wrong = "a frame of type " + frame.type();
        }
    }

    private void headers(Http2Frame frame) {
        for (Field field : headers.decode(frame.payload())) {
            if (field.name().equals(":status")) {
                int status = Integer.parseInt(field.value());
                if (status >= FIRST_FINAL) {
                    statuses.put(frame.stream(), status);
                }
            }
        }
        ended(frame);
    }

    private void ended(Http2Frame frame) {
        if (frame.has(Http2Frame.END_STREAM)) {
            outcomes.putIfAbsent(frame.stream(), String.valueOf(statuses.get(frame.stream())));
        }
    }

    private void settings(Http2Frame frame) {
        if (frame.has(Http2Frame.ACK)) {
            headers.acknowledged(tableBytes);
            return;
        }
        ByteBuffer payload = ByteBuffer.wrap(frame.payload());
        while (payload.hasRemaining()) {
            int setting = payload.getShort();
            int value = payload.getInt();
            if (setting == Http2Frame.INITIAL_WINDOW_SIZE) {
                initialWindow = value;
            }
        }
    }

    private void credit(int stream, int bytes) {
        if (stream == 0) {
            window += bytes;
        } else {
            windows.merge(stream, (long) bytes, Long::sum);
        }
    }

    // --- what is sent ---

    /** Does all steps, as far as the connection lets it; what becomes of them is found by who waits. */
    void play(List<Http2Step> steps, Set<Integer> awaited) {
        try {
            OutputStream out = socket.getOutputStream();
            for (Http2Step step : steps) {
                switch (step) {
                    case Http2Step.Send(byte[] bytes) -> out.write(bytes);
                    case Http2Step.Upload upload -> {
                        var _ = await(() -> room(upload.stream()) >= upload.data().length);
                        use(upload.stream(), upload.data().length);
                        out.write(upload.frame().bytes());
                    }
                    case Http2Step.Await _ -> awaitOutcomes(awaited);
                }
            }
        } catch (IOException e) {
            // The connection has ended; what has come before is what counts, and is read by another thread.
        }
    }

    private long room(int stream) {
        return Math.min(window, initialWindow + windows.getOrDefault(stream, 0L));
    }

    private synchronized void use(int stream, int bytes) {
        window -= bytes;
        windows.merge(stream, (long) -bytes, Long::sum);
    }

    void end() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It has ended already, which is what is waited for.
        }
    }

    // --- what has come of it ---

    /** Waits for the outcome of each of the streams, for the end of the connection, or for {@link FuzzTarget#LIMIT}. */
    void awaitOutcomes(Set<Integer> streams) {
        var _ = await(() -> outcomes.keySet().containsAll(streams));
    }

    synchronized boolean isEnded() {
        return ended;
    }

    boolean awaitEnd() {
        return await(() -> ended);
    }

    /** Returns whether it has come about, and not the end of the connection or of the time. */
    private synchronized boolean await(BooleanSupplier condition) {
        long until = System.nanoTime() + FuzzTarget.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (ended || left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    synchronized Map<Integer, String> outcomes() {
        return Map.copyOf(outcomes);
    }

    synchronized Set<Integer> statuses() {
        return Set.copyOf(statuses.values());
    }

    /** The code of the last {@code GOAWAY}; -1 if there was none. */
    synchronized int goAway() {
        return goAway;
    }

    /** What the gateway has sent that it must not. */
    synchronized Optional<String> wrong() {
        return Optional.ofNullable(wrong);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
