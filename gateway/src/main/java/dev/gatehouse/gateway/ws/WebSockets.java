package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.CloseDeadline;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.gateway.call.OnceCalls;
import dev.gatehouse.gateway.call.VerifiedTokens;
import dev.gatehouse.gateway.idempotency.Idempotency;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.push.Pushes;
import dev.gatehouse.gateway.security.TokenVerifier;
import io.helidon.http.Header;
import io.helidon.http.Headers;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket sessions: lets clients in, keeps the time for them, and ends them with the gateway. {@link #start} and {@link #close} are called by
 * one thread at a time.
 */
public final class WebSockets implements Component {
    /** Where clients connect. */
    public static final String PATH = Handshake.PATH;

    private static final Logger LOG = LoggerFactory.getLogger(WebSockets.class);

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final SessionServices services;
    private final Handshake handshake;
    private final SessionClock clock;
    private final Duration grace;
    private final SessionTimer timer;

    /**
     * What commands are done with; all of it is what HTTP requests are done with.
     *
     * @param clockSkew that the verifier allows
     */
    public record Means(
            TokenVerifier tokens, Duration clockSkew, RateLimiter limiter, RpcCaller rpc, Idempotency idempotency) {}

    /**
     * Nobody is connected.
     *
     * @param tunables asked anew for each connection and each command
     * @param grace how long sessions may take to end when the gateway stops
     */
    public WebSockets(
            Supplier<WebSocketTunables> tunables,
            Means means,
            SessionRegistry registry,
            Pushes pushes,
            ConnectionListener listener,
            Duration grace) {
        SessionTokens tokens = new SessionTokens(new VerifiedTokens(means.tokens()), means.clockSkew());
        Commands commands = new Commands(tokens, means.limiter(), means.rpc(), new OnceCalls(means.idempotency()));
        SessionFailures failures = new SessionFailures(System::nanoTime);
        this.services = new SessionServices(tunables, tokens, commands, pushes, registry, listener, failures);
        this.handshake = new Handshake(services);
        this.clock = new SessionClock(InstantSource.system(), System::nanoTime);
        this.timer = new SessionTimer(registry, pushes, clock, failures, TICK);
        this.grace = grace;
    }

    /** Takes HTTP/1.1 requests over that ask for WebSocket. */
    public Http1Upgrader upgrader() {
        return new SessionUpgrade(services, handshake, clock);
    }

    /** Whether anybody may connect at all. */
    public boolean isEnabled() {
        return services.tunables().get().config().door().enabled();
    }

    /**
     * The reason why a request has not become a session.
     *
     * @param headers for the answer, in addition to those of every failure
     */
    public record Refusal(ServiceException failure, List<Header> headers) {
        public Refusal {
            headers = List.copyOf(headers);
        }
    }

    /**
     * Why a request to {@link #PATH} has not become a session.
     *
     * @param query as it came
     */
    public Refusal refusal(Headers headers, String query) {
        List<Header> supported = Handshake.isSupported(headers) ? List.of() : List.of(Handshake.SUPPORTED);
        try {
            var _ = handshake.accept(headers, query);
            return new Refusal(
                    ServiceException.overloaded(ErrorCode.OVERLOADED.message(), Duration.ofSeconds(1)), supported);
        } catch (ServiceException e) {
            return new Refusal(e, supported);
        }
    }

    @Override
    public void start() {
        timer.start();
    }

    /** Lets nobody in any more, and ends the sessions one after the other within the grace period. */
    @Override
    public void close() {
        Duration left = CloseDeadline.grace(grace);
        services.registry().drain(left.dividedBy(2));
        long until = clock.in(left);
        try {
            while (services.registry().size() > 0 && until - clock.now() > 0) {
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int cut = services.registry().size();
        if (cut > 0) {
            LOG.warn("{} WebSocket sessions did not end within {} ms and are cut", cut, grace.toMillis());
        }
        timer.close();
    }
}
