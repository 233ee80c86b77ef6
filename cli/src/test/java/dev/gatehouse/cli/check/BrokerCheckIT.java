package dev.gatehouse.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.gatehouse.cli.Command;
import dev.gatehouse.gateway.presence.Presence;
import dev.gatehouse.testkit.BrokerNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the check of a RabbitMQ with its management plugin finds. */
@Tag("rabbitmq")
@Timeout(120)
final class BrokerCheckIT {
    private static final String GET = "core.orders.rpc.get.v1";
    private static final String PAY = "core.billing.rpc.pay.v1";
    private static final List<String> EXCHANGES =
            List.of("core.rpc.v1", "core.events.v1", "core.push.v1", "core.dlx.v1");
    private static final String PASSWORD = "s3cret-word";

    @RegisterExtension
    static final BrokerNode NODE = BrokerNode.withManagement();

    @TempDir
    private Path etc;

    private CheckBench bench;
    private Connection connection;
    private Channel channel;
    private final AtomicInteger delivered = new AtomicInteger();

    @BeforeAll
    static void makeUsers() {
        user("orders-only", ".*", ".*", ".*");
        NODE.control("set_topic_permissions", "orders-only", "core.rpc.v1", "^core\\.orders\\.", ".*");
        // All that a gateway needs, but for what it does with others.
        user("alone", "^(amq\\.gen.*|core\\.(rpc|events|push)\\.v1)$", "^(amq\\.gen.*|core\\.rpc\\.v1)$", ".*");
        // As docs/OPERATIONS.md has them.
        user(
                "gateway",
                "^(amq\\.gen.*|core\\.(rpc|events|push|gateway\\.rpc)\\.v1)$",
                "^(amq\\.(gen.*|default)|core\\.(rpc|events|gateway\\.rpc)\\.v1)$",
                "^(amq\\.gen.*|core\\.(rpc|events|push|gateway\\.rpc)\\.v1)$");
        // Neither the exchanges nor a queue that the broker names.
        user("no-configure", "^$", ".*", ".*");
        NODE.control("add_vhost", "closed");
    }

    private static void user(String name, String configure, String write, String read) {
        NODE.control("add_user", name, PASSWORD);
        NODE.control("set_permissions", name, configure, write, read);
    }

    @BeforeEach
    void open() throws IOException {
        bench = new CheckBench(etc);
        bench.broker(NODE.uri());
        bench.variable("GATEHOUSE_MANAGEMENT_URL", NODE.managementUri().toString());
        bench.routes(GET, PAY);
        connection = NODE.connect("test");
        channel = connection.createChannel();
        for (String exchange : EXCHANGES) {
            channel.exchangeDeclare(exchange, "topic", true);
        }
    }

    /** The queues are gone with the connection. */
    @AfterEach
    void close() throws IOException {
        for (String exchange : EXCHANGES) {
            channel.exchangeDelete(exchange);
        }
        channel.exchangeDelete("other");
        connection.close();
    }

    private String queue(String name, String... patterns) throws IOException {
        channel.queueDeclare(name, false, false, true, Map.of());
        for (String pattern : patterns) {
            channel.queueBind(name, "core.rpc.v1", pattern);
        }
        return name;
    }

    private void consume(String queue) throws IOException {
        channel.basicConsume(queue, true, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                delivered.incrementAndGet();
            }
        });
    }

    private static URI as(String user) {
        return URI.create("amqp://" + user + ":" + PASSWORD + "@127.0.0.1:" + NODE.port());
    }

    @Test
    void brokerThatHasAllIsGoodAndNobodyNoticesTheCheck() throws IOException {
        consume(queue("orders", "core.orders.#"));
        queue("billing", PAY);
        assertThat(bench.run("--broker").problems())
                .containsExactly("billing.pay: " + PAY
                        + ": queue billing has no consumer, and 0 waiting: calls get rpc.timeout");
        // The broker has handed on whatever was published before it answers this.
        assertThat(channel.messageCount("billing")).isZero();
        consume("billing");

        CheckBench.Run run = bench.run("--broker");

        assertThat(run.problems()).isEmpty();
        assertThat(run.warnings()).isEmpty();
        assertThat(run.status()).isEqualTo(Command.OK);
        assertThat(run.good())
                .anyMatch(line -> line.startsWith("connected to RabbitMQ") && line.contains("as guest"))
                .contains("orders.get: " + GET + ": queue orders, 1 consumer")
                .contains("core.rpc.v1: may be published to, with 2 routing keys");
        assertThat(channel.messageCount("billing")).isZero();
        assertThat(delivered).hasValue(0);
    }

    @Test
    void keyWithoutAQueueIsAProblem() throws IOException {
        consume(queue("orders", "core.orders.rpc.*.v1"));
        CheckBench.Run run = bench.run("--broker");
        assertThat(run.status()).isEqualTo(Command.FAILED);
        assertThat(run.problems())
                .containsExactly("billing.pay: " + PAY + ": no queue is bound to it: calls get rpc.unavailable");
    }

    @Test
    void keyWithTwoQueuesIsAProblem() throws IOException {
        consume(queue("billing", "core.billing.#"));
        consume(queue("orders", "core.orders.#"));
        consume(queue("audit", "core.*.rpc.get.v1"));
        assertThat(bench.run("--broker").problems())
                .containsExactly("orders.get: " + GET
                        + ": bound to 2 queues, audit and orders: each gets every request, and it must be one");
    }

    @Test
    void keyThatGoesOnToAnotherExchangeIsAWarning() throws IOException {
        consume(queue("orders", "core.orders.#"));
        channel.exchangeDeclare("other", "topic");
        channel.exchangeBind("other", "core.rpc.v1", PAY);
        CheckBench.Run run = bench.run("--broker");
        assertThat(run.problems()).isEmpty();
        assertThat(run.warnings()).singleElement().asString().contains("billing.pay", "exchange other");
    }

    @Test
    void exchangesThatAreNotThereAreToldByWhoMissesThem() throws IOException {
        for (String exchange : EXCHANGES) {
            channel.exchangeDelete(exchange);
        }
        CheckBench.Run run = bench.run("--broker");
        assertThat(run.problems())
                .containsExactly(
                        "core.rpc.v1: is not there; the gateway declares it when it starts",
                        "core.events.v1: is not there; the gateway declares it when it starts",
                        "core.push.v1: is not there; the gateway declares it when it starts");
        assertThat(run.warnings()).singleElement().asString().contains("core.dlx.v1: is not there");
        assertThat(bench.run("--broker").problems()).as("nothing was declared").hasSize(3);
    }

    @Test
    void exchangeOfAnotherTypeIsAProblem() throws IOException {
        channel.exchangeDelete("core.rpc.v1");
        channel.exchangeDeclare("core.rpc.v1", "direct", true);
        channel.exchangeDelete("core.push.v1");
        channel.exchangeDeclare("core.push.v1", "topic", false);
        assertThat(bench.run("--broker", "--no-bindings").problems())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("core.rpc.v1: ")
                        && line.contains("PRECONDITION_FAILED")
                        && line.contains("'direct'"))
                .anyMatch(line -> line.startsWith("core.push.v1: ") && line.contains("'durable'"));
    }

    @Test
    void rightsForSingleRoutingKeysAreLookedAt() {
        bench.broker(as("orders-only"));
        assertThat(bench.run("--broker", "--no-bindings").problems())
                .singleElement()
                .asString()
                .startsWith("billing.pay: " + PAY + ": orders-only may not publish it to core.rpc.v1: ACCESS_REFUSED")
                .doesNotContain(PASSWORD);
    }

    @Test
    void rightsThatTheGatewayNeedsAreLookedAt() {
        bench.broker(as("no-configure"));
        CheckBench.Run run = bench.run("--broker", "--no-bindings");
        assertThat(run.problems())
                .hasSize(7)
                .anyMatch(line -> line.startsWith("core.rpc.v1: may not be declared by no-configure"))
                .anyMatch(line -> line.startsWith("core.events.v1: may not be declared by no-configure"))
                .anyMatch(line -> line.startsWith("a queue for replies: not for no-configure: ACCESS_REFUSED"))
                .anyMatch(line -> line.startsWith("core.push.v1: may not be declared by no-configure"))
                .anyMatch(line -> line.startsWith("a queue for the events auth.session.revoked.v1"))
                .anyMatch(line -> line.startsWith("a queue for the pushes of core.push.v1: not for no-configure"))
                .anyMatch(line -> line.startsWith("queue core.gateway.rpc.v1, which all gateways share: not for"));
        assertThat(run.good()).anyMatch(line -> line.startsWith("core.dlx.v1: is there; its type was not compared"));
    }

    @Test
    void rightsForWhatGatewaysTellEachOtherAreLookedAt() throws IOException {
        bench.broker(as("alone"));
        assertThat(bench.run("--broker", "--no-bindings").problems())
                .hasSize(3)
                .anyMatch(line ->
                        line.startsWith("the events gateway.instance.alive.v1 to core.events.v1: not for alone"))
                .anyMatch(line -> line.startsWith("queue core.gateway.rpc.v1, which all gateways share: not for alone"))
                .anyMatch(line -> line.startsWith("replies to what it is asked over that queue: not for alone"));
    }

    @Test
    void rightsThatTheDocumentationTellsAreEnough() {
        bench.broker(as("gateway"));
        CheckBench.Run run = bench.run("--broker", "--no-bindings");
        assertThat(run.problems()).isEmpty();
        assertThat(run.good()).contains("queue core.gateway.rpc.v1: may be declared and bound");
    }

    /** A gateway that runs keeps its queue, and a check before the first of them leaves none. */
    @Test
    void queueOfTheGatewaysIsAsItWas() throws IOException {
        String queue = Presence.requests().name();
        assertThat(bench.run("--broker", "--no-bindings").problems()).isEmpty();
        assertThat(isThere(queue)).isFalse();
        try (Channel gateway = connection.createChannel()) {
            Presence.requests().declare(gateway);
            gateway.basicPublish("core.rpc.v1", "core.gateway.rpc.connections.v1", null, new byte[0]);
            assertThat(bench.run("--broker", "--no-bindings").problems()).isEmpty();
            assertThat(gateway.messageCount(queue)).isOne();
            gateway.queueDelete(queue);
            gateway.queueDeclare(queue, false, false, false, Map.of());
            assertThat(bench.run("--broker", "--no-bindings").problems())
                    .singleElement()
                    .asString()
                    .contains("queue core.gateway.rpc.v1", "PRECONDITION_FAILED");
            gateway.queueDelete(queue);
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private boolean isThere(String queue) throws IOException {
        Channel own = connection.createChannel();
        try {
            own.queueDeclarePassive(queue);
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            own.abort();
        }
    }

    @Test
    void whyNoConnectionCanBeMadeIsOneLine() throws IOException {
        String node = "@127.0.0.1:" + NODE.port();
        assertNoConnection("amqp://guest:" + PASSWORD + node, "refuses the user or the password");
        assertNoConnection("amqp://orders-only:" + PASSWORD + node + "/nowhere", "vhost nowhere not found");
        assertNoConnection("amqp://orders-only:" + PASSWORD + node + "/closed", "access to vhost 'closed' refused");
        assertNoConnection("amqp://guest:" + PASSWORD + "@127.0.0.1:" + closedPort(), "connection refused");
        assertNoConnection("amqp://guest:" + PASSWORD + "@no-such-host.invalid", "there is no host");
    }

    private void assertNoConnection(String uri, String reason) {
        CheckBench.Run run = bench.run("--broker", "--amqp", uri);
        assertThat(run.status()).isEqualTo(Command.FAILED);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith("cannot connect: ")
                .contains(reason);
        assertThat(run.text()).doesNotContain(PASSWORD);
    }

    @Test
    void bindingsThatCannotBeComparedAreAProblemUnlessThatWasAskedFor() throws IOException {
        bench.variable("GATEHOUSE_MANAGEMENT_URL", "http://127.0.0.1:" + closedPort());
        assertThat(bench.run("--broker").problems())
                .singleElement()
                .asString()
                .startsWith("bindings were not compared")
                .contains("nothing listens there", "rabbitmq-plugins enable rabbitmq_management", "--no-bindings");
        assertThat(bench.run("--broker", "--no-bindings").status()).isEqualTo(Command.OK);
    }

    @Test
    void userWithoutTheTagOfTheManagementApiIsTold() {
        bench.broker(as("orders-only"));
        assertThat(bench.run("--broker").problems())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("bindings were not compared") && line.contains("the tag management"));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
