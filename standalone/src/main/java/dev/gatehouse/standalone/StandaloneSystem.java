package dev.gatehouse.standalone;

import dev.gatehouse.auth.AuthContainer;
import dev.gatehouse.auth.AuthProcessConfig;
import dev.gatehouse.common.address.ListenAddress;
import dev.gatehouse.common.admin.AdminServer;
import dev.gatehouse.common.admin.AdminViews;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.common.telemetry.Logging;
import dev.gatehouse.gateway.GatewayContainer;
import dev.gatehouse.gateway.GatewayProcessConfig;
import dev.gatehouse.gateway.tls.TlsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The whole system: embedded broker and database, one admin socket, the auth service and the gateway, started in this order and closed in
 * reverse. {@link #start} is called by one thread; {@link #close} may come at any time.
 */
final class StandaloneSystem implements Component {
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private static final String LOOPBACK = "127.0.0.1";

    private final DataDirectory data;
    private final StandaloneOptions options;
    private final StandaloneConfig given;
    private final Container parts = new Container("gatehouse");
    private final Health health = new Health();
    private final AdminViews views = new AdminViews(health);
    private volatile URI url = URI.create("");
    private volatile Optional<Path> certificate = Optional.empty();

    /**
     * @param data taken over
     */
    StandaloneSystem(DataDirectory data, StandaloneOptions options, StandaloneConfig given) {
        this.data = data;
        this.options = options;
        this.given = given;
    }

    /**
     * Blocks until a request goes all the way.
     *
     * @throws dev.gatehouse.common.lifecycle.StartException where a port is taken
     * @throws dev.gatehouse.common.config.ConfigException where the configuration is not valid
     */
    @Override
    public void start() {
        parts.own("data", data);
        StandaloneConfig config = given.with(fromOptions());
        List<Integer> ports = Ports.free(
                Stream.concat(config.ports().stream(), embeddedPorts()).toList());
        DatabasePart database = new DatabasePart(ports.getLast(), data.postgres());
        BrokerPart broker = new BrokerPart(ports.get(ports.size() - 2), data.broker());
        config = config.with(fromEmbedded(database, broker));
        ConfigReader gatewayReader = config.gatewayReader();
        GatewayProcessConfig gatewayConfig = StandaloneConfig.gateway(gatewayReader);
        AuthProcessConfig authConfig = config.auth();
        Logging.apply(gatewayConfig.log());
        parts.setGrace(gatewayConfig.gateway().door().http().shutdownGrace());

        parts.start("database", database);
        parts.start("broker", broker);
        parts.start("admin", new AdminServer(gatewayConfig.admin(), views));
        parts.start("auth-service", new AuthContainer(authConfig.auth(), health));
        GatewayContainer gateway =
                parts.start("gateway", new GatewayContainer(gatewayConfig.gateway(), gatewayReader, views));
        // Closed first: whoever asks learns that the process drains before any of its parts ends.
        parts.own("readiness", health::markDraining);
        health.markStarted();
        TlsConfig tls = gatewayConfig.gateway().door().tls();
        certificate = tls.certificateFile().filter(file -> tls.enabled());
        url = new ListenAddress(gatewayConfig.gateway().door().http().host(), gateway.port())
                .url(tls.enabled() ? "https" : "http");
        new Readiness(url, health, READY_LIMIT).await();
    }

    private Map<String, String> fromOptions() {
        Map<String, String> decided = new HashMap<>();
        options.port().ifPresent(port -> decided.put("server.port", Integer.toString(port)));
        options.adminPort().ifPresent(port -> decided.put("admin.port", Integer.toString(port)));
        decided.put("keys.master-key-file", data.masterKeyFile().toString());
        return decided;
    }

    private Stream<Ports.Wanted> embeddedPorts() {
        return Stream.of(
                new Ports.Wanted("--amqp-port", LOOPBACK, LOOPBACK, options.amqpPort()),
                new Ports.Wanted("--database-port", LOOPBACK, LOOPBACK, options.databasePort()));
    }

    private static Map<String, String> fromEmbedded(DatabasePart database, BrokerPart broker) {
        return Map.of(
                "amqp.uri", broker.uri().toString(),
                "database.url", database.jdbcUrl(),
                "database.username", database.username());
    }

    /** Where clients reach the gateway, once started. */
    URI url() {
        return url;
    }

    /** The file of the gateway's certificate, once started, where it speaks TLS. */
    Optional<Path> certificate() {
        return certificate;
    }

    @Override
    public void close() {
        parts.close();
    }
}
