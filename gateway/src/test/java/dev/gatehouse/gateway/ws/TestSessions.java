package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.edge.HeldBytes;
import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.gateway.call.OnceCalls;
import dev.gatehouse.gateway.call.VerifiedTokens;
import dev.gatehouse.gateway.idempotency.Idempotency;
import dev.gatehouse.gateway.idempotency.IdempotencyConfig;
import dev.gatehouse.gateway.idempotency.MemoryAnswerStore;
import dev.gatehouse.gateway.limit.RateLimitConfig;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.security.RpcKeySetSource;
import dev.gatehouse.gateway.security.SessionRevocations.Standing;
import dev.gatehouse.gateway.security.SigningKeys;
import dev.gatehouse.gateway.security.TestTokens;
import dev.gatehouse.gateway.security.TokenConfig;
import dev.gatehouse.gateway.security.TokenVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Sessions without connections, whose time is the test's. */
final class TestSessions {
    final SessionRegistry registry = new SessionRegistry();
    final InProcessPushes pushes = new InProcessPushes();
    final SessionFailures failures = new SessionFailures(() -> 0);
    private final SessionServices services = services();

    /** A session, and what a connection has of it. */
    static final class Connected {
        final Session session;
        final Line line;
        volatile boolean aborted;

        private Connected(SessionServices services, LongSupplier nanos) {
            SessionClock clock = new SessionClock(InstantSource.system(), nanos);
            WebSocketConfig config = WebSocketConfig.DEFAULT;
            this.line = new Line(
                    new Outbox(100, 100_000, HeldBytes.UNCOUNTED),
                    clock,
                    config.times().close(),
                    this::closed);
            this.session = new Session(services, config, clock, line, Optional.empty(), () -> aborted = true);
        }

        private void closed() {
            session.ended();
        }
    }

    /** @param nanos its clock */
    Connected connect(LongSupplier nanos) {
        return new Connected(services, nanos);
    }

    private SessionServices services() {
        RpcCaller rpc = request -> new TestTokens("k1").keySetReply();
        TokenConfig config = new TokenConfig(
                TokenConfig.DEFAULT_ISSUER,
                TokenConfig.DEFAULT_AUDIENCE,
                Duration.ofSeconds(30),
                100,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1));
        SigningKeys keys = new SigningKeys(config, new RpcKeySetSource(rpc, Duration.ofSeconds(1)), System::nanoTime);
        TokenVerifier verifier =
                new TokenVerifier(config, keys, (session, until) -> Standing.TRUSTED, InstantSource.system());
        SessionTokens tokens = new SessionTokens(new VerifiedTokens(verifier), config.clockSkew());
        IdempotencyConfig bounds = IdempotencyConfig.DEFAULT;
        Idempotency idempotency = new Idempotency(
                new MemoryAnswerStore(bounds, System::nanoTime),
                bounds.maxAnswer().toInt(),
                System::nanoTime);
        Commands commands = new Commands(
                tokens, RateLimiter.inMemory(RateLimitConfig.DEFAULT, () -> 0), rpc, new OnceCalls(idempotency));
        return new SessionServices(
                () -> {
                    throw new IllegalStateException("no session here asks for it");
                },
                tokens,
                commands,
                pushes,
                registry,
                ConnectionListener.NONE,
                failures);
    }
}
