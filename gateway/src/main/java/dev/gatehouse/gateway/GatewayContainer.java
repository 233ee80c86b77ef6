package dev.gatehouse.gateway;

import dev.gatehouse.common.address.ListenAddress;
import dev.gatehouse.common.admin.AdminViews;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.event.EventSubscriber;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.common.reload.Reloader;
import dev.gatehouse.common.rpc.RpcClient;
import dev.gatehouse.common.telemetry.Logging;
import dev.gatehouse.gateway.http.EdgeServices;
import dev.gatehouse.gateway.http.HttpServer;
import dev.gatehouse.gateway.idempotency.AnswerStore;
import dev.gatehouse.gateway.idempotency.Idempotency;
import dev.gatehouse.gateway.idempotency.IdempotencyConfig;
import dev.gatehouse.gateway.idempotency.MemoryAnswerStore;
import dev.gatehouse.gateway.idempotency.RedisAnswerStore;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.presence.Presence;
import dev.gatehouse.gateway.push.PushBus;
import dev.gatehouse.gateway.push.Pushes;
import dev.gatehouse.gateway.redis.RedisConfig;
import dev.gatehouse.gateway.redis.RedisLink;
import dev.gatehouse.gateway.security.RevocationConfig;
import dev.gatehouse.gateway.security.RevocationList;
import dev.gatehouse.gateway.security.RpcKeySetSource;
import dev.gatehouse.gateway.security.SigningKeys;
import dev.gatehouse.gateway.security.TokenVerifier;
import dev.gatehouse.gateway.tls.TlsDoor;
import dev.gatehouse.gateway.ws.SessionRegistry;
import dev.gatehouse.gateway.ws.WebSockets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the gateway, starts it in order, and closes it in reverse. {@link #start} and {@link #close} are called by one thread at a time. */
public final class GatewayContainer implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayContainer.class);

    private final GatewayConfig config;
    private final ConfigReader configuration;
    private final AdminViews views;
    private final Container container = new Container("gateway");
    private @Nullable HttpServer server;

    /**
     * @param configuration has read {@code config}, and is read again when its file changes
     * @param views gets what the gateway shows on the admin socket
     */
    public GatewayContainer(GatewayConfig config, ConfigReader configuration, AdminViews views) {
        this.config = config;
        this.configuration = configuration;
        this.views = views;
    }

    /**
     * Throws {@link ConfigException} where the route table is not valid, and {@link StartException} where
     * it cannot listen. A broker or an auth service that is away does not keep the gateway from starting.
     */
    @Override
    public void start() {
        if (server != null) {
            return;
        }
        StartException.unusableHost("server.host", config.door().http().host()).ifPresent(unusable -> {
            throw unusable;
        });
        Health health = views.health();
        Reloader<LiveSettings> live = liveSettings();
        Optional<TlsDoor> tls = tls();
        AmqpConnections amqp =
                container.start("amqp", new AmqpConnections(config.bus().amqp(), "gateway"));
        health.add("broker", amqp::isReady);
        RpcClient rpc = container.start("rpc", new RpcClient(config.bus().rpc(), amqp));
        SigningKeys keys = container.start(
                "keys",
                new SigningKeys(
                        config.trust().tokens(),
                        new RpcKeySetSource(rpc, config.trust().tokens().keyFetchTimeout()),
                        System::nanoTime));
        health.add("keys", keys::areThere);
        SessionRegistry sessions = new SessionRegistry();
        views.add("/connections", sessions::status);
        TokenVerifier tokens = new TokenVerifier(
                config.trust().tokens(), keys, revocations(amqp, rpc, sessions::revoked), InstantSource.system());
        Optional<RedisLink> redis = config.memory().redis().map(this::redis);
        RateLimiter limiter = limiter(redis);
        Idempotency idempotency = idempotency(redis);
        WebSockets webSockets = new WebSockets(
                () -> live.get().webSockets(),
                new WebSockets.Means(tokens, config.trust().tokens().clockSkew(), limiter, rpc, idempotency),
                sessions,
                pushes(amqp),
                presence(amqp),
                config.door().http().shutdownGrace());
        EdgeServices services =
                new EdgeServices(() -> live.get().http(), tokens, limiter, rpc, idempotency, webSockets);
        HttpServer http = container.start("http", new HttpServer(config.door().http(), services, tls));
        server = http;
        container.start("websockets", webSockets);
        container.start("reload", live);
        LOG.info(
                "the gateway serves {} on {}",
                tls.isPresent() ? "HTTPS" : "HTTP",
                new ListenAddress(config.door().http().host(), http.port()));
    }

    private Reloader<LiveSettings> liveSettings() {
        Reloader<LiveSettings> reloader = new Reloader<>(
                "gateway",
                config.reload(),
                new LiveSettingsReading(configuration),
                settings -> Logging.apply(settings.log()),
                InstantSource.system());
        var _ = reloader.load();
        views.add("/config", reloader::status);
        return reloader;
    }

    /** Not part of being ready: whoever uses it goes on without it. */
    private RedisLink redis(RedisConfig where) {
        RedisLink link = container.start("redis", new RedisLink(where));
        views.add("/redis", link::status);
        return link;
    }

    private RateLimiter limiter(Optional<RedisLink> redis) {
        return redis.map(link -> RateLimiter.shared(
                        config.memory().rateLimits(), link, InstantSource.system(), System::nanoTime))
                .orElseGet(() -> RateLimiter.inMemory(config.memory().rateLimits(), System::nanoTime));
    }

    private Optional<TlsDoor> tls() {
        if (!config.door().tls().enabled()) {
            return Optional.empty();
        }
        TlsDoor door =
                container.start("tls", new TlsDoor(config.door().tls(), config.reload(), InstantSource.system()));
        views.add("/tls", door::status);
        return Optional.of(door);
    }

    private RevocationList revocations(AmqpConnections amqp, RpcClient rpc, Consumer<UUID> listener) {
        RevocationConfig bounds = config.trust().revocations();
        RevocationList list = container.start(
                "revocations",
                new RevocationList(
                        bounds,
                        config.trust().tokens().clockSkew(),
                        page -> rpc.call(AuthApi.REVOCATIONS, page),
                        InstantSource.system(),
                        listener));
        views.health().add("revocations", list::isInSync);
        container.start(
                "revocation-events",
                new EventSubscriber(bounds.events(), amqp, RevocationList.SUBSCRIPTION, list::revoked, list));
        return list;
    }

    private Presence presence(AmqpConnections amqp) {
        Presence presence =
                container.start("presence", new Presence(config.bus().presence(), amqp));
        views.add("/presence", presence::status);
        return presence;
    }

    private Pushes pushes(AmqpConnections amqp) {
        PushBus bus = container.start("pushes", new PushBus(config.bus().pushes(), amqp));
        views.add("/pushes", bus::stats);
        return bus;
    }

    private Idempotency idempotency(Optional<RedisLink> redis) {
        IdempotencyConfig bounds = config.memory().idempotency();
        AnswerStore store = redis.<AnswerStore>map(link -> new RedisAnswerStore(link, bounds, new SecureRandom()))
                .orElseGet(() -> new MemoryAnswerStore(bounds, System::nanoTime));
        return new Idempotency(store, bounds.maxAnswer().toInt(), System::nanoTime);
    }

    /** The port that the gateway listens on, once started. */
    public int port() {
        HttpServer started = server;
        if (started == null) {
            throw new IllegalStateException("the gateway has not been started");
        }
        return started.port();
    }

    @Override
    public void close() {
        container.close();
    }
}
