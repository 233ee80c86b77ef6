package dev.gatehouse.testkit.edge;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection of an attack: a thread sends, another one reads, so that nothing that the server says before it ends the connection is lost. What has been
 * heard is guarded by the lock.
 */
final class AttackConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Script script;
    private final Socket socket;
    private final Heard heard;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    /** Guarded by the lock. */
    private boolean ended;
    /** Guarded by the lock. */
    private Optional<String> broken = Optional.empty();

    AttackConnection(Script script, Socket socket) {
        this.script = script;
        this.socket = socket;
        this.heard = script.isHttp2() ? new Http2Heard(script.settings()) : new Http1Heard();
    }

    /** Begins to send, and to read if the client does. */
    void start() {
        Thread.ofVirtual().name("attack-send").start(this::send);
        if (script.reads()) {
            read();
        }
    }

    /** Begins to read. */
    void read() {
        Thread.ofVirtual().name("attack-read").start(this::readToEnd);
    }

    /** A server that has had enough ends the connection meanwhile: what it has said is what counts. */
    private void send() {
        try {
            if (script.hasPreface()) {
                write(Http2Wire.preface());
                write(Http2Wire.frame(Http2Wire.SETTINGS, 0, 0, script.settings()));
            }
            for (byte[] piece : script.pieces()) {
                write(piece);
                if (!script.pause().isZero()) {
                    Thread.sleep(script.pause());
                }
            }
            if (script.opening() == Script.Opening.HTTP2) {
                byte[] probe = ByteBuffer.allocate(Long.BYTES)
                        .putLong(Http2Heard.PROBE)
                        .array();
                write(Http2Wire.frame(Http2Wire.PING, 0, 0, probe));
            }
        } catch (IOException e) {
            // The reader finds out.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    private void readToEnd() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            int count = socket.getInputStream().read(buffer);
            while (count >= 0) {
                take(buffer, count);
                count = socket.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            // A reset is an end, too.
        } catch (RuntimeException e) {
            lock.lock();
            try {
                broken = Optional.of(e.toString());
            } finally {
                lock.unlock();
            }
        }
        end();
    }

    private void take(byte[] octets, int count) throws IOException {
        boolean goodbye;
        lock.lock();
        try {
            heard.take(octets, count);
            goodbye = heard.isGoodbye();
            news.signalAll();
        } finally {
            lock.unlock();
        }
        if (goodbye) {
            // A server that is polite waits a while for it before it ends the connection.
            socket.shutdownOutput();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until one of some endings has come. Returns whether it has, before a moment of {@link System#nanoTime}. */
    boolean awaitEnding(List<Ending> endings, long deadline) throws InterruptedException {
        lock.lock();
        try {
            long left = deadline - System.nanoTime();
            while (endings.stream().noneMatch(this::hasCome) && !ended && left > 0) {
                left = news.awaitNanos(left);
            }
            return broken.isEmpty() && endings.stream().anyMatch(this::hasCome);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an amount of time, or until the connection has ended. */
    void awaitEnd(Duration time) throws InterruptedException {
        var _ = awaitEnding(List.of(), System.nanoTime() + time.toNanos());
    }

    private boolean hasCome(Ending ending) {
        return switch (ending) {
            case Ending.Answers(List<Integer> _, boolean open) ->
                heard.hasSaid(ending) && (open ? !ended && heard.hasReadAll() : ended);
            case Ending.GoAway _ -> heard.hasSaid(ending) && ended;
            case Ending.Answer _, Ending.Reset _ -> heard.hasSaid(ending) && !ended && heard.hasReadAll();
            case Ending.End _ -> ended && heard.statuses().isEmpty();
            case Ending.Lost _ -> ended;
        };
    }

    /** What has come. */
    String told() {
        lock.lock();
        try {
            return heard
                    + (ended ? ", the end" : ", no end")
                    + broken.map(why -> ", " + why).orElse("");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
