package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestIds;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to one client, from its connection to its close frame. Thread-safe; nothing of it blocks but {@link #write}. */
final class Line implements EventStream.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    private final Outbox outbox;
    private final SessionClock clock;
    private final Duration closeTimeout;
    private final Runnable ended;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    /**
     * That it has ended.
     *
     * @param by by the ticker, when the client has had time enough to answer
     */
    private record End(Closing why, long by) {}

    /**
     * An open line.
     *
     * @param closeTimeout how long the client has to answer the close frame
     * @param ended called once, when the line is closed; must not block
     */
    Line(Outbox outbox, SessionClock clock, Duration closeTimeout, Runnable ended) {
        this.outbox = outbox;
        this.clock = clock;
        this.closeTimeout = closeTimeout;
        this.ended = ended;
    }

    /** Puts a frame into the outbox; where that is full the line ends. */
    @Override
    public void send(OutFrame frame) {
        if (!outbox.offer(frame)) {
            close(Closing.SLOW);
        }
    }

    /** As {@link #send}; returns whether the caller has to {@link #write}, because nobody else does. */
    boolean sendToWrite(OutFrame frame) {
        return switch (outbox.offerToWrite(frame)) {
            case TAKEN -> false;
            case TO_BE_WRITTEN -> true;
            case FULL -> {
                close(Closing.SLOW);
                yield false;
            }
        };
    }

    /** Writes what is to be sent, and waits for the client where that is slow: the only thing of all that blocks. */
    void write() {
        outbox.write();
    }

    /** Tells of a failure, tied to the frame that it answers where that had an id. */
    void fail(Optional<String> id, ServiceException failure) {
        send(ServerMessages.error(id, ErrorBody.of(failure, Optional.of(RequestIds.next()))));
    }

    @Override
    public void superseded() {
        close(Closing.SUPERSEDED);
    }

    /** Ends the line, once: the last that the client gets is the close frame. */
    void close(Closing why) {
        if (end.compareAndSet(null, new End(why, clock.in(closeTimeout)))) {
            LOG.debug("a session ends: {} {}", why.code(), why.reason());
            switch (why.code()) {
                case Closing.ABNORMAL -> outbox.abandon();
                case Closing.NO_CODE -> outbox.finish(OutFrame.closeWithoutCode(), false);
                default -> outbox.finish(why.frame(), why.equals(Closing.SLOW));
            }
            ended.run();
        }
    }

    boolean isClosing() {
        return end.get() != null;
    }

    /** Whether the client has had time enough to answer the close frame. */
    boolean isOverdue() {
        return isClosing() && timeLeft().isZero();
    }

    /** How much time the client has left to answer the close frame. */
    Duration timeLeft() {
        End closed = end.get();
        return closed == null ? closeTimeout : Duration.ofNanos(Math.max(0, closed.by() - clock.now()));
    }

    /** Why it has ended; {@link Closing#LOST} where nobody has said. */
    Closing end() {
        return Optional.ofNullable(end.get()).map(End::why).orElse(Closing.LOST);
    }
}
