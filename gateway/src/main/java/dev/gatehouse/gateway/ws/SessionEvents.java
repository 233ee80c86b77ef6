package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.common.telemetry.RequestIds;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events of one session: those of a stream of its own or, where its client has come back, of the one that it has left. They are held back
 * for a moment after the greeting, because those that were missed come before them. Confined to the session's lane, but for {@link #areGiven}
 * and {@link #areDue}.
 */
final class SessionEvents {
    /** For that long events are held back from a client that may be about to say that it has come back. */
    private static final Duration HOLD = Duration.ofSeconds(1);

    /** The reasons for which a connection cannot be resumed. */
    static final String UNKNOWN = "unknown";

    static final String GAP = "gap";
    static final String NOT_FIRST = "not_first";
    static final String OTHER_SESSION = "other_session";

    private final SessionServices services;
    private final WebSocketConfig.Resume config;
    private final SessionClock clock;
    private final Line line;
    private final Optional<InetAddress> address;

    private @Nullable EventStream stream;
    private @Nullable LiveConnection live;
    private volatile boolean given;

    /** Null where they are not held back, or not yet. */
    private volatile @Nullable Long heldUntil;

    SessionEvents(
            SessionServices services,
            WebSocketConfig.Resume config,
            SessionClock clock,
            Line line,
            Optional<InetAddress> address) {
        this.services = services;
        this.config = config;
        this.clock = clock;
        this.line = line;
        this.address = address;
    }

    /** Waits until pushes to the client arrive here; throws if the broker cannot provide that. */
    void begin(RpcContext.Caller caller) {
        EventStreams streams = services.registry().streams();
        EventStream mine = streams.create(UUID.fromString(RequestIds.next()), caller, config, line);
        services.pushes().join(mine.ownKeys(), mine);
        // Not before: another connection could find the stream, and end it while its keys are being bound.
        streams.add(mine);
        stream = mine;
    }

    /** The client has been greeted: from now on it gets events, or a moment later where it may want others first. */
    void greeted() {
        if (config.window().isZero() || !services.registry().streams().hasOther(stream())) {
            give();
        } else {
            heldUntil = clock.in(HOLD);
        }
    }

    /** To be called once it has begun. */
    EventStream stream() {
        EventStream mine = stream;
        if (mine == null) {
            throw new IllegalStateException("the session has not begun");
        }
        return mine;
    }

    /** Whether events go to the client. Any thread may ask. */
    boolean areGiven() {
        return given;
    }

    /** Whether events have been held back for long enough. Any thread may ask. */
    boolean areDue() {
        Long until = heldUntil;
        return !given && until != null && clock.now() - until >= 0;
    }

    /** From now on the client gets events, if it does not yet. */
    void give() {
        if (!given && !line.isClosing()) {
            EventStream mine = stream();
            if (mine.attach(line)) {
                connected(mine, EventStream.FIRST_EPOCH);
            }
        }
    }

    /** Takes over the stream of an earlier connection; returns the reason if that is not possible. */
    Optional<String> resume(ClientMessage.Resume message, RpcContext.Caller caller) {
        EventStreams streams = services.registry().streams();
        EventStream mine = stream();
        // Another account learns nothing about a connection, not even that it exists.
        Optional<EventStream> earlier = streams.find(message.connectionId())
                .filter(other -> !other.equals(mine))
                .filter(other -> other.owner().accountId().equals(caller.accountId()));
        if (earlier.isEmpty() || config.window().isZero()) {
            return Optional.of(UNKNOWN);
        }
        EventStream theirs = earlier.get();
        if (!theirs.sessionId().equals(caller.sessionId())) {
            return Optional.of(OTHER_SESSION);
        }
        if (given) {
            // Events that have been sent already would be ahead of those that were missed.
            return Optional.of(NOT_FIRST);
        }
        return switch (theirs.resume(line, message.lastSeq())) {
            case Resumption.Refused(String reason) -> Optional.of(reason);
            case Resumption.Resumed(int epoch) -> {
                stream = theirs;
                streams.end(mine, line, services.pushes());
                connected(theirs, epoch);
                yield Optional.empty();
            }
        };
    }

    private void connected(EventStream mine, int epoch) {
        LiveConnection connection = new LiveConnection(
                mine.connectionId(),
                epoch,
                mine.owner().accountId(),
                mine.owner().sessionId(),
                address.map(InetAddress::getHostAddress),
                clock.wall().instant());
        live = connection;
        services.listener().opened(connection);
        given = true;
    }

    /** The connection is no more; its client may come back for the rest. */
    void leave(Closing why) {
        EventStream mine = stream;
        if (mine != null) {
            EventStreams streams = services.registry().streams();
            boolean awaited = given
                    && why.resumable()
                    && !config.window().isZero()
                    && mine.detach(line, clock.in(config.window()));
            if (!awaited) {
                streams.end(mine, line, services.pushes());
            }
        }
        LiveConnection told = live;
        if (told != null) {
            services.listener().closed(told, why.code());
        }
    }
}
