package dev.gatehouse.common.rpc;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.schema.RequestSchema;
import dev.gatehouse.testkit.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A client and a server of a service that each test has to itself, on connections of their own, as two processes have them. */
final class RpcHarness implements AutoCloseable {
    private static final AtomicInteger NUMBER =
            new AtomicInteger((int) ProcessHandle.current().pid());

    /** One field, which the schema asks for. */
    record Text(String text) {}

    private final TestBroker broker;
    private final String domain = "t" + NUMBER.incrementAndGet() + "_" + Long.toHexString(System.nanoTime());
    private final Deque<Component> open = new ArrayDeque<>();
    private boolean served;

    RpcHarness(TestBroker broker) {
        this.broker = broker;
    }

    String queue() {
        return "core." + domain + ".rpc.v1";
    }

    RpcMethod<Text, Text> method(String name) {
        return new RpcMethod<>(domain, name, Text.class, Text.class);
    }

    RpcOperation<Text, Text> operation(String name, RpcHandler<Text, Text> handler) {
        return new RpcOperation<>(method(name), handler);
    }

    AmqpConnections connections(URI uri, String name, Duration heartbeat) {
        AmqpConfig config = new AmqpConfig(
                uri,
                Optional.empty(),
                heartbeat,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Duration.ofMillis(200));
        AmqpConnections connections = new AmqpConnections(config, name);
        open.push(connections);
        connections.start();
        return connections;
    }

    AmqpConnections connections(URI uri, String name) {
        return connections(uri, name, Duration.ofSeconds(10));
    }

    AmqpConnections connections(String name) {
        return connections(broker.uri(), name);
    }

    RpcClient client(RpcClientConfig config, AmqpConnections connections) {
        RpcClient client = new RpcClient(config, connections);
        open.push(client);
        client.start();
        return client;
    }

    /** A client that is ready. */
    RpcClient client() {
        AmqpConnections connections = connections("test-client");
        RpcClient client = client(RpcClientConfig.defaults(), connections);
        awaitReady(connections);
        return client;
    }

    RpcServer server(RpcServerConfig config, AmqpConnections connections, List<RpcOperation<?, ?>> operations) {
        RpcServer server = new RpcServer(config, connections, queue(), operations, method -> schema());
        open.push(server);
        served = true;
        server.start();
        return server;
    }

    /** A server that is ready. */
    RpcServer server(RpcOperation<?, ?>... operations) {
        AmqpConnections connections = connections("test-server");
        RpcServer server = server(RpcServerConfig.defaults(), connections, List.of(operations));
        awaitReady(connections);
        return server;
    }

    static void awaitReady(AmqpConnections connections) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(connections::isReady);
    }

    RpcRequest request(String name, Duration timeout) {
        return request(name, "{\"text\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8), timeout);
    }

    RpcRequest request(String name, byte[] body, Duration timeout) {
        return new RpcRequest(method(name).routingKey(), body, timeout, Optional.empty(), Optional.empty());
    }

    private static RequestSchema schema() {
        return request -> request.path("text").isString()
                ? List.of()
                : List.of(new FieldViolation("text", "required", "A text is needed."));
    }

    @Override
    public void close() throws IOException, TimeoutException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        if (served) {
            try (Connection connection = broker.connect("test-clean")) {
                connection.createChannel().queueDelete(queue());
            }
        }
    }
}
