package dev.gatehouse.testkit.fuzz;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** An honest client beside the inputs: a request each moment, each over a new connection, which must be answered in time. Thread-safe. */
final class Probe implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final byte[] REQUEST =
            "GET /v1/fixed HTTP/1.1\r\nHost: probe\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final FuzzTarget target;
    private final Consumer<String> failures;
    private final AtomicLong worstNanos = new AtomicLong();
    private final Thread thread;

    /** @param failures takes what is wrong with an answer */
    Probe(FuzzTarget target, Consumer<String> failures) {
        this.target = target;
        this.failures = failures;
        this.thread = Thread.ofPlatform().name("fuzz-probe").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    long worstMillis() {
        return Duration.ofNanos(worstNanos.get()).toMillis();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                once();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        long began = System.nanoTime();
        try (Socket socket = target.connect()) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(REQUEST);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Optional<Http1Answer> answer = Http1Answer.read(in, false);
            int status = answer.map(Http1Answer::status).orElse(0);
            if (status != 200) {
                failures.accept("an honest request is answered " + status);
            }
        } catch (IOException e) {
            failures.accept("an honest request is not answered: " + e);
        }
        worstNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
