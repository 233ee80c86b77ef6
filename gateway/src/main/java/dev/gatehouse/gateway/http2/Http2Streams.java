package dev.gatehouse.gateway.http2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.edge.CurrentRequest;
import dev.gatehouse.common.edge.HeldBytes;
import dev.gatehouse.common.edge.SlowClients;
import dev.gatehouse.common.wire.RequestHead;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one HTTP/2 connection, and the threads that work on their requests. Helidon hands each request over as soon as its headers are complete,
 * on the thread that reads the frames. Thread-safe.
 */
final class Http2Streams extends AbstractExecutorService {
    private final ExecutorService threads;
    private final SlowClients slowClients;
    private final Http2Bounds bounds;
    private final LongSupplier nanoTime;
    private final SendWindows windows;
    private final UnreadData unread;
    private final HeldBytes held;

    /** Those that are open, or worked on. */
    @GuardedBy("this")
    private final Map<Integer, StreamState> states = new HashMap<>();

    @GuardedBy("this")
    private final ClosedStreams closed = new ClosedStreams();

    /** Those that ended by a reset of ours, and whose client may not know yet. */
    @GuardedBy("this")
    private final ClosedStreams resetHere = new ClosedStreams();

    @GuardedBy("this")
    private int open;

    @GuardedBy("this")
    private int running;

    @GuardedBy("this")
    private long idleSince;

    @GuardedBy("this")
    private int lastStream;

    /** The request of the stream that was opened last, until its work begins. */
    @GuardedBy("this")
    private @Nullable RequestHead opened;

    @GuardedBy("this")
    private boolean draining;

    @GuardedBy("this")
    private Runnable whenDrained = () -> {};

    private volatile IntConsumer unfinished = stream -> {};

    /** None is open. */
    Http2Streams(
            ExecutorService threads,
            SlowClients slowClients,
            SendWindows windows,
            UnreadData unread,
            HeldBytes held,
            Http2Bounds bounds,
            LongSupplier nanoTime) {
        this.threads = threads;
        this.slowClients = slowClients;
        this.windows = windows;
        this.unread = unread;
        this.held = held;
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.idleSince = nanoTime.getAsLong();
    }

    /** What a client may do on a stream. */
    enum Phase {
        /** Nothing has come on it, or on a later one. */
        IDLE,
        /** The client sends. */
        OPEN,
        /** The client has sent everything. */
        HALF_CLOSED,
        /** It has ended. */
        CLOSED,
        /** It ended long ago, or never began. */
        FORGOTTEN,
        /** It ended by a reset of ours, which the client may not know yet. */
        RESET
    }

    /** Whether a new stream is taken. */
    enum Admission {
        TAKEN,
        /** Too many are open: the client may send the request again. */
        REFUSED,
        /** The connection takes no more, and the client has been told. */
        IGNORED
    }

    SendWindows windows() {
        return windows;
    }

    UnreadData unread() {
        return unread;
    }

    /** @param stream told of each stream whose work has ended before its answer or a reset was written */
    void whenUnfinished(IntConsumer stream) {
        unfinished = stream;
    }

    synchronized Phase phase(int stream) {
        StreamState state = states.get(stream);
        if (state != null) {
            if (state.isReset()) {
                return resetHere.contains(stream) ? Phase.RESET : Phase.CLOSED;
            }
            return state.hasClientEnded() ? Phase.HALF_CLOSED : Phase.OPEN;
        }
        if (stream > lastStream) {
            return Phase.IDLE;
        }
        if (resetHere.contains(stream)) {
            return Phase.RESET;
        }
        return closed.contains(stream) ? Phase.CLOSED : Phase.FORGOTTEN;
    }

    /** Whether frames that Helidon writes on a stream may still be sent. */
    synchronized boolean isWritable(int stream) {
        StreamState state = states.get(stream);
        return state != null && !state.isReset();
    }

    /** Whether an answer has been written to its end. */
    synchronized boolean isAnswered(int stream) {
        StreamState state = states.get(stream);
        return state != null && state.isAnswered();
    }

    synchronized boolean wasResetHere(int stream) {
        return resetHere.contains(stream);
    }

    /** A request begins on a stream that was idle. */
    synchronized Admission open(int stream, RequestHead head, OptionalLong contentLength, boolean last) {
        if (draining) {
            return Admission.IGNORED;
        }
        lastStream = stream;
        if (open >= bounds.streams()) {
            resetHere.add(stream);
            return Admission.REFUSED;
        }
        open++;
        states.put(stream, new StreamState(contentLength, last));
        opened = head;
        return Admission.TAKEN;
    }

    /** A stream that was idle is reset at once. Returns whether the client is to be told. */
    synchronized boolean refuse(int stream) {
        if (draining) {
            return false;
        }
        lastStream = stream;
        resetHere.add(stream);
        return true;
    }

    /** Data has come on an open stream. Returns whether it fits the length that was told. */
    synchronized boolean received(int stream, int bytes, boolean last) {
        StreamState state = states.get(stream);
        return state == null || change(state, stream, () -> state.receive(bytes, last));
    }

    /** The client has given a stream up. */
    synchronized void resetByClient(int stream) {
        giveUp(stream);
    }

    /** We give a stream up, and the client is told. */
    synchronized void resetHere(int stream) {
        resetHere.add(stream);
        giveUp(stream);
    }

    private synchronized void giveUp(int stream) {
        StreamState state = states.get(stream);
        if (state == null) {
            return;
        }
        Thread thread = state.thread();
        if (thread != null && thread != Thread.currentThread()) {
            slowClients.giveUp(thread);
        }
        change(state, stream, () -> {
            state.reset();
            return true;
        });
    }

    /** An answer has been written to its end. */
    synchronized void answered(int stream) {
        StreamState state = states.get(stream);
        if (state != null) {
            change(state, stream, () -> {
                state.answered();
                return true;
            });
        }
    }

    /** Something that may close a stream, and end what is known of it. */
    @GuardedBy("this")
    private boolean change(StreamState state, int stream, BooleanSupplier change) {
        boolean before = state.isOpen();
        boolean result = change.getAsBoolean();
        if (before && !state.isOpen()) {
            open--;
            closed.add(stream);
        }
        if (!state.isOpen() && !state.isRunning()) {
            states.remove(stream);
        }
        return result;
    }

    /** The client has gone. */
    synchronized void resetAll() {
        for (StreamState state : states.values()) {
            Thread thread = state.thread();
            if (thread != null) {
                slowClients.giveUp(thread);
            }
        }
    }

    synchronized int lastStream() {
        return lastStream;
    }

    /** How long nothing has been worked on. */
    synchronized long idleNanos() {
        return running == 0 ? nanoTime.getAsLong() - idleSince : 0;
    }

    synchronized boolean isIdle() {
        return running == 0;
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
        RequestHead head;
        synchronized (this) {
            StreamState state = states.get(lastStream);
            head = opened;
            if (state == null || head == null) {
                throw new IllegalStateException("no stream has been opened");
            }
            if (running >= bounds.running()) {
                throw new Http2Exception(
                        Http2ErrorCode.ENHANCE_YOUR_CALM, "too many streams that were given up are under way");
            }
            stream = lastStream;
            opened = null;
            running++;
            state.submitted();
        }
        StreamWindow window = windows.open(stream);
        unread.open(stream);
        try {
            threads.execute(() -> run(
                    stream, () -> CurrentRequest.ofStream(head, window, held).during(work::run)));
        } catch (RuntimeException e) {
            ended(stream);
            throw e;
        }
    }

    private void run(int stream, Runnable work) {
        synchronized (this) {
            StreamState state = states.get(stream);
            if (state != null) {
                state.runsOn(Thread.currentThread());
            }
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
        boolean finished;
        synchronized (this) {
            StreamState state = states.get(stream);
            finished = state == null || state.isReset() || (state.isAnswered() && state.hasClientEnded());
        }
        if (!finished) {
            unfinished.accept(stream);
        }
        windows.close(stream);
        Runnable next;
        synchronized (this) {
            StreamState state = states.get(stream);
            if (state != null) {
                state.ended();
                if (!state.isOpen()) {
                    states.remove(stream);
                }
            }
            running--;
            idleSince = nanoTime.getAsLong();
            next = draining && running == 0 ? whenDrained : () -> {};
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
