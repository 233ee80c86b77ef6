package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.push.TopicRules;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one connected client is, may and wants. Its reader thread tells what has come, a timer that time has passed; messages are dealt with one
 * after the other in its lane, and commands each on a thread of its own. Fields that are not volatile are touched by the lane's tasks alone.
 */
final class Session {
    private static final int MAX_WAITING_MESSAGES = 256;
    private final SessionServices services;
    private final WebSocketConfig config;
    private final SessionClock clock;
    private final Line line;
    private final Optional<InetAddress> address;
    private final Runnable abort;
    private final SessionWatch watch;
    private final SessionEvents events;
    private final Subscriptions subscriptions;
    private final RunningCommands commands;
    private final Lane lane = new Lane("ws-session", MAX_WAITING_MESSAGES);

    /** Whether a message other than an authentication has come. Confined to the reader thread. */
    private boolean spoken;

    /** Whose it is, from when on it counts for the account. */
    private volatile SessionTokens.@Nullable Identity identity;

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
        this.events = new SessionEvents(services, config.resume(), clock, line, address);
        this.subscriptions =
                new Subscriptions(services.pushes(), line, config.bounds().subscriptions());
        this.commands =
                new RunningCommands(services.commands(), line, config.bounds().commands());
    }

    /** Registers the session with the gateway; returns false if there are too many, or the gateway is draining. */
    boolean admit(int most) {
        return services.registry().add(this, most);
    }

    /** The client is connected. With a token it need not authenticate again. */
    void begin(Optional<String> token) {
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
        try {
            take(utf8);
        } catch (RuntimeException | StackOverflowError e) {
            fail("reading a message", e);
        }
    }

    private void take(byte[] utf8) throws ProtocolBreachException {
        ClientMessage message = ClientMessages.read(utf8);
        SessionTokens.Identity known = identity;
        if (message instanceof ClientMessage.Unintelligible) {
            throw new ProtocolBreachException(Closing.UNINTELLIGIBLE);
        }
        boolean first = !spoken;
        spoken |= !(message instanceof ClientMessage.Auth);
        if (events.areGiven() && known != null && message instanceof ClientMessage.Command command) {
            start(command, known);
            return;
        }
        if (message instanceof ClientMessage.Auth) {
            watch.authenticating();
        }
        if (!lane.offer(guarded(() -> handle(message, first)))) {
            throw new ProtocolBreachException(Closing.FLOOD);
        }
    }

    void close(Closing why) {
        line.close(why);
    }

    /**
     * Ends the session because of a defect.
     *
     * @param where what the session was doing
     */
    void fail(String where, Throwable failure) {
        services.failures().report(where, failure);
        try {
            line.close(Closing.FAILED);
        } catch (RuntimeException e) {
            services.failures().report("ending it", e);
            abort.run();
        }
    }

    /** Releases what the session holds, once the line is closed. The client may still have to answer. Does not block. */
    void ended() {
        lane.finish(this::leave);
    }

    /** Removes the session from the registry, once its connection has ended. */
    void disconnected() {
        services.registry().remove(this);
    }

    /** Ends the session after that time, when no command is in flight. */
    void drain(Duration after) {
        watch.drain(after);
    }

    /** Does what is due. Called by one timer, which handles whatever it throws. */
    void tick() {
        if (line.isClosing()) {
            if (line.isOverdue()) {
                abort.run();
            }
            return;
        }
        if (events.areDue()) {
            var _ = lane.offer(guarded(events::give));
        }
        watch.tick(commands.isAny());
    }

    /** @param first whether no message other than an authentication has come before */
    private void handle(ClientMessage message, boolean first) {
        SessionTokens.Identity known = identity;
        if (message instanceof ClientMessage.Auth(String token)) {
            authenticate(token);
        } else if (known == null) {
            line.close(Closing.NOT_AUTHENTICATED);
        } else if (message instanceof ClientMessage.Resume resume) {
            resume(resume, first, known);
        } else {
            events.give();
            handle(message, known);
        }
    }

    private void handle(ClientMessage message, SessionTokens.Identity known) {
        switch (message) {
            case ClientMessage.Command command -> start(command, known);
            case ClientMessage.Subscribe subscribe ->
                subscriptions.add(subscribe, topics(), known.caller(), events.stream());
            case ClientMessage.Unsubscribe unsubscribe -> subscriptions.remove(unsubscribe, events.stream());
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
        events.begin(fresh.caller());
        // A revocation that came before it was in the registry has passed it by.
        var _ = services.tokens().identity(fresh.token());
        hello(fresh);
        events.greeted();
    }

    private void renew(SessionTokens.Identity known, SessionTokens.Identity fresh) {
        if (!known.isSame(fresh)) {
            line.fail(Optional.empty(), ServiceException.of(ErrorCode.FORBIDDEN));
            line.close(Closing.OTHER_SESSION);
            return;
        }
        identity = fresh;
        hello(fresh);
        subscriptions.keepAllowed(topics(), fresh.caller(), events.stream());
    }

    private void hello(SessionTokens.Identity known) {
        Duration left = Duration.between(clock.wall().instant(), known.expires());
        line.send(ServerMessages.hello(
                events.stream().connectionId(),
                known.caller().accountId(),
                config.times().heartbeat().toSeconds(),
                Math.max(0, left.toSeconds()),
                config.resume().window().toSeconds()));
        watch.authenticated(known.expires());
    }

    private void resume(ClientMessage.Resume message, boolean first, SessionTokens.Identity known) {
        Optional<String> refused =
                first ? events.resume(message, known.caller()) : Optional.of(SessionEvents.NOT_FIRST);
        if (refused.isPresent()) {
            line.send(ServerMessages.resumeFailed(refused.get()));
            events.give();
        } else {
            subscriptions.keepAllowed(topics(), known.caller(), events.stream());
        }
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
                fail("handling a message", e);
            }
        };
    }

    /** Releases what the session holds. The last task of the lane. */
    private void leave() {
        try {
            SessionTokens.Identity known = identity;
            if (known != null) {
                services.registry().leave(this, known.caller());
            }
            events.leave(line.end());
        } catch (RuntimeException e) {
            services.failures().report("leaving", e);
        }
    }
}
