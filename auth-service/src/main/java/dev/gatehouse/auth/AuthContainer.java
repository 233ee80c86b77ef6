package dev.gatehouse.auth;

import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.outbox.Outbox;
import dev.gatehouse.auth.rpc.AuthOperations;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.event.EventPublisher;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.common.rpc.RpcServer;
import java.time.Duration;
import java.time.InstantSource;

/** The auth service: all its parts, started in order and closed in reverse. The admin socket is not one of them. */
public final class AuthContainer implements Component {
    private static final String PROCESS_NAME = "auth-service";
    /** How much longer than for confirms a relay may be idle in its transaction. */
    private static final Duration RELAY_MARGIN = Duration.ofSeconds(5);

    private final AuthConfig config;
    private final Health health;
    private final InstantSource clock;
    private final Container parts = new Container(PROCESS_NAME);

    public AuthContainer(AuthConfig config, Health health) {
        this(config, health, InstantSource.system());
    }

    AuthContainer(AuthConfig config, Health health, InstantSource clock) {
        this.config = config;
        this.health = health;
        this.clock = clock;
    }

    /**
     * Blocks until the database is there; the broker may come later.
     *
     * @throws dev.gatehouse.common.lifecycle.StartException where the master key or the database's configuration is of no use
     */
    @Override
    public void start() {
        Database database =
                new Database(config.database(), config.events().confirmTimeout().plus(RELAY_MARGIN));
        health.add("database", database::isUp);
        AmqpConnections connections = new AmqpConnections(config.amqp(), PROCESS_NAME);
        health.add("auth-broker", connections::isReady);
        Outbox outbox = new Outbox(database);
        AuthOperations operations = new AuthDomain(config, clock).start(parts, database, outbox);
        parts.start("amqp", connections);
        EventPublisher events = parts.start("events", new EventPublisher(config.events(), connections));
        parts.start("outbox-relay", outbox.relay(config.outbox(), events, clock));
        parts.start("rpc-server", new RpcServer(config.rpc(), connections, Topology.AUTH_QUEUE, operations.all()));
    }

    @Override
    public void close() {
        parts.close();
    }
}
