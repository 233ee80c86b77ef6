package dev.gatehouse.gateway;

import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.event.EventSubscriber;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.common.rpc.RpcClient;
import dev.gatehouse.gateway.http.HttpServer;
import dev.gatehouse.gateway.route.RouteLoading;
import dev.gatehouse.gateway.route.RouteProblem;
import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.gateway.security.RevocationConfig;
import dev.gatehouse.gateway.security.RevocationList;
import dev.gatehouse.gateway.security.RpcKeySetSource;
import dev.gatehouse.gateway.security.SigningKeys;
import dev.gatehouse.gateway.security.TokenVerifier;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the gateway, starts it in order, and closes it in reverse. {@link #start} and {@link #close} are called by one thread at a time. */
public final class GatewayContainer implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayContainer.class);

    private final GatewayConfig config;
    private final Health health;
    private final Container container = new Container("gateway");
    private @Nullable HttpServer server;

    public GatewayContainer(GatewayConfig config, Health health) {
        this.config = config;
        this.health = health;
    }

    /**
     * Throws {@link ConfigException} where the route table is not valid, and {@link dev.gatehouse.common.lifecycle.StartException} where
     * the port is not free. A broker or an auth service that is away does not keep the gateway from starting.
     */
    @Override
    public void start() {
        if (server != null) {
            return;
        }
        RouteTable table = routeTable();
        AmqpConnections amqp = container.start("amqp", new AmqpConnections(config.amqp(), "gateway"));
        health.add("broker", amqp::isReady);
        RpcClient rpc = container.start("rpc", new RpcClient(config.rpc(), amqp));
        SigningKeys keys = container.start(
                "keys",
                new SigningKeys(
                        config.tokens(),
                        new RpcKeySetSource(rpc, config.tokens().keyFetchTimeout()),
                        System::nanoTime));
        health.add("keys", keys::areThere);
        TokenVerifier tokens = new TokenVerifier(config.tokens(), keys, revocations(amqp, rpc), InstantSource.system());
        HttpServer http = container.start("http", new HttpServer(config.http(), () -> table, tokens, rpc));
        server = http;
        LOG.info("the gateway serves HTTP on {}:{}", config.http().host(), http.port());
    }

    private RevocationList revocations(AmqpConnections amqp, RpcClient rpc) {
        RevocationConfig bounds = config.revocations();
        RevocationList list = container.start(
                "revocations",
                new RevocationList(
                        bounds,
                        config.tokens().clockSkew(),
                        page -> rpc.call(AuthApi.REVOCATIONS, page),
                        InstantSource.system()));
        health.add("revocations", list::isInSync);
        container.start(
                "revocation-events",
                new EventSubscriber(bounds.events(), amqp, RevocationList.SUBSCRIPTION, list::revoked, list));
        return list;
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

    private RouteTable routeTable() {
        return switch (config.routeTableLoader().load()) {
            case RouteLoading.Loaded(RouteTable table) -> table;
            case RouteLoading.Refused refused ->
                throw new ConfigException(
                        config.routesDirectory().toString(),
                        refused.problems().stream().map(RouteProblem::toString).toList());
        };
    }
}
