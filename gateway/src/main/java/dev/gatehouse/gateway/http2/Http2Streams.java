package dev.gatehouse.gateway.http2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.edge.CurrentRequest;
import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.common.wire.HttpVersion;
import dev.gatehouse.common.wire.RequestHead;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The streams of one HTTP/2 connection whose requests are being worked on, each by a thread of its own. The server below hands each request
 * over as soon as its headers are complete, on the thread that reads the frames. Thread-safe.
 */
final class Http2Streams extends AbstractExecutorService {
    private static final RequestHead HEAD = new RequestHead("", HttpVersion.HTTP_2, Optional.empty());

    private final ExecutorService threads;
    private final SlowClients slowClients;
    private final int bound;
    private final LongSupplier nanoTime;
    private final SendWindows windows;
    private final UnreadData unread;

    /** A stream's thread, once it runs. */
    @GuardedBy("this")
    private final Map<Integer, Optional<Thread>> running = new HashMap<>();

    @GuardedBy("this")
    private long idleSince;

    @GuardedBy("this")
    private int lastStream;

    @GuardedBy("this")
    private boolean draining;

    @GuardedBy("this")
    private Runnable whenDrained = () -> {};

    /**
     * None is open.
     *
     * @param bound streams over it end the connection
     */
    Http2Streams(
            ExecutorService threads,
            SlowClients slowClients,
            SendWindows windows,
            UnreadData unread,
            int bound,
            LongSupplier nanoTime) {
        this.threads = threads;
        this.slowClients = slowClients;
        this.windows = windows;
        this.unread = unread;
        this.bound = bound;
        this.nanoTime = nanoTime;
        this.idleSince = nanoTime.getAsLong();
    }

    SendWindows windows() {
        return windows;
    }

    UnreadData unread() {
        return unread;
    }

    /** A request begins. Returns whether it is taken: after {@link #drain} no more are. */
    synchronized boolean open(int stream) {
        if (draining && stream > lastStream) {
            return false;
        }
        lastStream = Math.max(lastStream, stream);
        return true;
    }

    /** Whether a stream has been opened before; it may have ended since. */
    synchronized boolean isKnown(int stream) {
        return stream <= lastStream;
    }

    synchronized boolean isRunning(int stream) {
        return running.containsKey(stream);
    }

    synchronized int lastStream() {
        return lastStream;
    }

    /** The client has given a stream up. */
    synchronized void reset(int stream) {
        running.getOrDefault(stream, Optional.empty()).ifPresent(slowClients::giveUp);
    }

    /** The client has gone. */
    synchronized void resetAll() {
        running.values().forEach(thread -> thread.ifPresent(slowClients::giveUp));
    }

    /** How long nothing has been worked on. */
    synchronized long idleNanos() {
        return running.isEmpty() ? nanoTime.getAsLong() - idleSince : 0;
    }

    synchronized boolean isIdle() {
        return running.isEmpty();
    }

    /** Takes no more streams. Returns the last one that was taken. */
    synchronized int drain(Runnable whenDrained) {
        draining = true;
        this.whenDrained = whenDrained;
        return lastStream;
    }

    /** Works on the stream that was opened last. */
    @Override
    public void execute(Runnable work) {
        int stream;
        synchronized (this) {
            if (running.size() >= bound) {
                throw new Http2Exception(
                        Http2ErrorCode.ENHANCE_YOUR_CALM, "too many streams that were given up are under way");
            }
            stream = lastStream;
            running.put(stream, Optional.empty());
        }
        StreamWindow window = windows.open(stream);
        unread.open(stream);
        try {
            threads.execute(() ->
                    run(stream, () -> CurrentRequest.ofStream(HEAD, window).during(work::run)));
        } catch (RuntimeException e) {
            ended(stream);
            throw e;
        }
    }

    private void run(int stream, Runnable work) {
        synchronized (this) {
            running.put(stream, Optional.of(Thread.currentThread()));
        }
        slowClients.begin();
        try {
            work.run();
        } finally {
            slowClients.end();
            ended(stream);
        }
    }

    private void ended(int stream) {
        windows.close(stream);
        Runnable next;
        synchronized (this) {
            running.remove(stream);
            idleSince = nanoTime.getAsLong();
            next = draining && running.isEmpty() ? whenDrained : () -> {};
        }
        unread.close(stream);
        next.run();
    }

    @Override
    public void shutdown() {
        throw new UnsupportedOperationException("the threads belong to the server");
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException("the threads belong to the server");
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
