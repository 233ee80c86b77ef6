package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.peer.EchoService;
import dev.gatehouse.benchmarks.peer.Latencies;
import dev.gatehouse.benchmarks.peer.Load;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that each have so many echo commands in flight, and send the next one for each answer. Confined to the thread that runs the fleet. */
final class EchoCommands implements SocketListener {
    /** Ids are one digit, so that they are found without parsing. */
    private static final int MOST_IN_FLIGHT = 10;

    private static final int TYPE_AT = "{\"type\":\"".length();
    private static final int RESULT_ID_AT = "{\"type\":\"result\",\"id\":\"".length();
    private static final int ERROR_ID_AT = "{\"type\":\"error\",\"id\":\"".length();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final SocketFleet fleet;
    private final int inFlight;
    private final List<byte[]> commands = new ArrayList<>();
    private final ByteArrayOutputStream next = new ByteArrayOutputStream();
    private final long[][] sent;
    private Latencies latencies = new Latencies();
    private long errors;
    private long under;
    private long end;

    EchoCommands(SocketFleet fleet, int inFlight) {
        if (inFlight > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException("at most " + MOST_IN_FLIGHT);
        }
        this.fleet = fleet;
        this.inFlight = inFlight;
        this.sent = new long[fleet.sockets().size()][inFlight];
        for (int i = 0; i < inFlight; i++) {
            commands.add(Frames.text("{\"type\":\"command\",\"id\":\"" + i
                    + "\",\"domain\":\"bench\",\"command\":\"echo\",\"payload\":" + EchoService.REQUEST + "}"));
        }
    }

    Load run(Duration time) {
        latencies = new Latencies();
        errors = 0;
        fleet.listen(this);
        long begun = System.nanoTime();
        end = begun + time.toNanos();
        for (BenchSocket socket : fleet.sockets()) {
            begin(socket);
        }
        fleet.await(() -> under == 0, time.plus(LIMIT));
        double seconds = (System.nanoTime() - begun) / 1e9;
        fleet.listen(SocketListener.NONE);
        fleet.requireAll();
        errors += under;
        return latencies.load(seconds, errors);
    }

    private void begin(BenchSocket socket) {
        for (int slot = 0; slot < inFlight; slot++) {
            add(socket, slot);
        }
        try {
            drained(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(BenchSocket socket, int slot) {
        next.writeBytes(commands.get(slot));
        sent[socket.index()][slot] = System.nanoTime();
        under++;
    }

    @Override
    public void message(BenchSocket socket, ByteBuffer in, int start, int length) {
        boolean isResult = in.get(start + TYPE_AT) == 'r';
        int slot = in.get(start + (isResult ? RESULT_ID_AT : ERROR_ID_AT)) - '0';
        long now = System.nanoTime();
        under--;
        if (isResult) {
            latencies.add(now - sent[socket.index()][slot]);
        } else {
            errors++;
        }
        if (now - end < 0) {
            add(socket, slot);
        }
    }

    /** What is sent in answer to what was read at a time, is sent at a time. */
    @Override
    public void drained(BenchSocket socket) throws IOException {
        if (next.size() > 0) {
            byte[] frames = next.toByteArray();
            next.reset();
            socket.send(frames);
        }
    }
}
