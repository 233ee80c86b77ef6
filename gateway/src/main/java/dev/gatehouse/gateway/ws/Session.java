package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.telemetry.RequestIds;
import dev.gatehouse.gateway.push.TopicRules;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connected client is, may and wants. Its reader thread tells what has come, a timer that time has passed; messages are dealt with one
 * after the other in its lane, and commands each on a thread of its own. Fields that are not volatile are touched by the lane's tasks alone.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int MAX_WAITING_MESSAGES = 256;
    /** For that long events are held back from a client that may be about to say that it has come back. */
    private static final Duration HOLD = Duration.ofSeconds(1);

    private final SessionServices services;
    private final WebSocketConfig config;
    private final SessionClock clock;
    private final Line line;
    private final Optional<InetAddress> address;
    private final Runnable abort;
    private final SessionWatch watch;
    private final Subscriptions subscriptions;
    private final RunningCommands commands;
    private final Lane lane = new Lane("ws-session", MAX_WAITING_MESSAGES);

    private @Nullable EventStream stream;
    private @Nullable LiveConnection live;
    /** Whether a message other than an authentication has come. */
    private boolean spoken;

    /** Whose it is, from when on it counts for the account. */
    private volatile SessionTokens.@Nullable Identity identity;
    /** Whether events go to the client. */
    private volatile boolean attached;

    /** Until when events are held back; null where they are not, or not yet. */
    private volatile @Nullable Long heldUntil;

    /** @param abort ends the connection at once, whatever its threads are waiting for */
    Session(
            SessionServices services,
            WebSocketConfig config,
            SessionClock clock,
            Line line,
            Optional<InetAddress> address,
            Runnable abort) {
        this.services = services;
        this.config = config;
        this.clock = clock;
        this.line = line;
        this.address = address;
        this.abort = abort;
        this.watch = new SessionWatch(line, config.times(), clock);
        this.subscriptions =
                new Subscriptions(services.pushes(), line, config.bounds().subscriptions());
        this.commands =
                new RunningCommands(services.commands(), line, config.bounds().commands());
    }

    /** The client is connected. With a token it need not authenticate again. */
    void begin(Optional<String> token) {
        services.registry().add(this);
        token.ifPresent(text -> {
            watch.authenticating();
            var _ = lane.offer(guarded(() -> authenticate(text)));
        });
    }

    /** A whole frame has come. */
    void heard() {
        watch.heard();
    }

    /** A message has come. Called by the reader thread. */
    void received(byte[] utf8) throws ProtocolBreachException {
        ClientMessage message = ClientMessages.read(utf8);
        SessionTokens.Identity known = identity;
        if (message instanceof ClientMessage.Unintelligible) {
            throw new ProtocolBreachException(Closing.UNINTELLIGIBLE);
        }
        if (attached && known != null && message instanceof ClientMessage.Command command) {
            start(command, known);
            return;
        }
        if (message instanceof ClientMessage.Auth) {
            watch.authenticating();
        }
        if (!lane.offer(guarded(() -> handle(message)))) {
            throw new ProtocolBreachException(Closing.FLOOD);
        }
    }

    void close(Closing why) {
        line.close(why);
    }

    /** The connection is no more. */
    void ended() {
        line.close(Closing.LOST);
        lane.finish(this::leave);
    }

    /** Ends the session after that time, when no command is in flight. */
    void drain(Duration after) {
        watch.drain(after);
    }

    /** Does what is due. Called by one timer. */
    void tick() {
        if (line.isClosing()) {
            if (line.isOverdue()) {
                abort.run();
            }
            return;
        }
        Long until = heldUntil;
        if (!attached && until != null && clock.now() - until >= 0) {
            var _ = lane.offer(guarded(this::release));
        }
        watch.tick(commands.isAny());
    }

    private void handle(ClientMessage message) {
        EventStream mine = stream;
        SessionTokens.Identity known = identity;
        if (message instanceof ClientMessage.Auth(String token)) {
            authenticate(token);
        } else if (known == null || mine == null) {
            line.close(Closing.NOT_AUTHENTICATED);
        } else if (message instanceof ClientMessage.Resume resume) {
            resume(resume, known, mine);
        } else {
            release();
            handle(message, known, mine);
        }
        spoken |= !(message instanceof ClientMessage.Auth);
    }

    private void handle(ClientMessage message, SessionTokens.Identity known, EventStream mine) {
        switch (message) {
            case ClientMessage.Command command -> start(command, known);
            case ClientMessage.Subscribe subscribe -> subscriptions.add(subscribe, topics(), known.caller(), mine);
            case ClientMessage.Unsubscribe unsubscribe -> subscriptions.remove(unsubscribe, mine);
            case ClientMessage.Ping(Optional<String> nonce) -> line.send(ServerMessages.pong(nonce));
            case ClientMessage.Invalid invalid ->
                line.fail(invalid.id(), ServiceException.invalid(invalid.violations()));
            case ClientMessage.Auth _, ClientMessage.Resume _, ClientMessage.Unintelligible _ ->
                throw new IllegalStateException("dealt with before");
        }
    }

    private void start(ClientMessage.Command command, SessionTokens.Identity known) {
        commands.start(command, services.tunables().get().routes(), new Commands.Sender(known.token(), address));
    }

    private void authenticate(String token) {
        SessionTokens.Identity known = identity;
        try {
            SessionTokens.Identity fresh = services.tokens().identity(token);
            if (known == null) {
                open(fresh);
            } else {
                renew(known, fresh);
            }
        } catch (ServiceException e) {
            line.fail(Optional.empty(), e);
            if (known == null) {
                line.close(Closing.refused(e.code()));
            }
        }
    }

    /** Throws where pushes cannot be had, or the session has been revoked meanwhile. */
    private void open(SessionTokens.Identity fresh) {
        SessionRegistry registry = services.registry();
        if (!registry.admit(this, fresh.caller(), config.door().connectionsPerAccount())) {
            line.close(Closing.TOO_MANY);
            return;
        }
        identity = fresh;
        EventStream mine = new EventStream(UUID.fromString(RequestIds.next()), fresh.caller(), config.resume());
        stream = mine;
        registry.streams().add(mine);
        services.pushes().join(mine.ownKeys(), mine);
        // A revocation that came before it was in the registry has passed it by.
        var _ = services.tokens().identity(fresh.token());
        hello(fresh, mine);
        if (config.resume().window().isZero() || !registry.streams().hasOther(mine)) {
            release();
        } else {
            heldUntil = clock.in(HOLD);
        }
    }

    private void renew(SessionTokens.Identity known, SessionTokens.Identity fresh) {
        EventStream mine = stream;
        if (mine == null || !known.isSame(fresh)) {
            line.fail(Optional.empty(), ServiceException.of(ErrorCode.FORBIDDEN));
            line.close(Closing.OTHER_SESSION);
            return;
        }
        identity = fresh;
        hello(fresh, mine);
        subscriptions.keepAllowed(topics(), fresh.caller(), mine);
    }

    private void hello(SessionTokens.Identity known, EventStream mine) {
        Duration left = Duration.between(clock.wall().instant(), known.expires());
        line.send(ServerMessages.hello(
                mine.connectionId(),
                known.caller().accountId(),
                config.times().heartbeat().toSeconds(),
                Math.max(0, left.toSeconds()),
                config.resume().window().toSeconds()));
        watch.authenticated(known.expires());
    }

    /** From now on the client gets events. */
    private void release() {
        EventStream mine = stream;
        SessionTokens.Identity known = identity;
        if (!attached && mine != null && known != null && !line.isClosing()) {
            mine.attach(line);
            settled(mine, known);
        }
    }

    private void settled(EventStream mine, SessionTokens.Identity known) {
        LiveConnection connection = new LiveConnection(
                mine.connectionId(),
                known.caller().accountId(),
                known.caller().sessionId(),
                address.map(InetAddress::getHostAddress),
                clock.wall().instant());
        live = connection;
        services.listener().opened(connection);
        attached = true;
    }

    private void resume(ClientMessage.Resume message, SessionTokens.Identity known, EventStream mine) {
        Optional<String> refused = spoken ? Optional.of("not_first") : takeOver(message, known, mine);
        refused.ifPresent(reason -> {
            line.send(ServerMessages.resumeFailed(reason));
            release();
        });
    }

    /** Goes on with what an earlier connection has left; tells why where it cannot. */
    private Optional<String> takeOver(ClientMessage.Resume message, SessionTokens.Identity known, EventStream mine) {
        EventStreams streams = services.registry().streams();
        // What has been given already cannot be put behind what is missing.
        Optional<EventStream> earlier = attached
                ? Optional.empty()
                : streams.find(message.connectionId()).filter(other -> !other.equals(mine));
        if (earlier.isEmpty()) {
            return Optional.of("unknown");
        }
        EventStream theirs = earlier.get();
        if (!theirs.isOf(known.caller())) {
            return Optional.of("other_session");
        }
        Optional<String> refused = theirs.resume(line, message.lastSeq());
        if (refused.isEmpty()) {
            streams.attached(theirs);
            stream = theirs;
            streams.end(mine, null, services.pushes());
            settled(theirs, known);
            subscriptions.keepAllowed(topics(), known.caller(), theirs);
        }
        return refused;
    }

    private TopicRules topics() {
        return services.tunables().get().config().topics();
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            if (line.isClosing()) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | StackOverflowError e) {
                LOG.error("a session has failed", e);
                line.close(Closing.FAILED);
            }
        };
    }

    /** Gives back whatever it has. The last task of the lane. */
    private void leave() {
        Closing why = line.end();
        SessionRegistry registry = services.registry();
        registry.remove(this);
        EventStream mine = stream;
        if (mine != null) {
            Duration window = config.resume().window();
            boolean awaited = attached
                    && why.resumable()
                    && !window.isZero()
                    && registry.streams().detach(mine, line, clock.in(window));
            if (!awaited) {
                registry.streams().end(mine, attached ? line : null, services.pushes());
            }
        }
        SessionTokens.Identity known = identity;
        if (known != null) {
            registry.leave(this, known.caller());
        }
        LiveConnection told = live;
        if (told != null) {
            services.listener().closed(told, why.code());
        }
    }
}
