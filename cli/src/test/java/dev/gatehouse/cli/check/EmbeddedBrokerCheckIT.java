package dev.gatehouse.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.gatehouse.cli.Command;
import dev.gatehouse.embedded.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check finds on the broker of {@code ./gatehouse run}. */
final class EmbeddedBrokerCheckIT {
    @TempDir
    private static Path data;

    private static EmbeddedBroker broker;

    @TempDir
    private Path etc;

    private CheckBench bench;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(0, data);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void layOut() throws Exception {
        bench = new CheckBench(etc);
        bench.broker(broker.uri());
        bench.routes("core.orders.rpc.get.v1");
        declare("core.rpc.v1", "topic");
        declare("core.events.v1", "topic");
        declare("core.push.v1", "topic");
        declare("core.dlx.v1", "topic");
    }

    private static void declare(String exchange, String type) throws Exception {
        try (Connection connection = connect()) {
            connection.createChannel().exchangeDeclare(exchange, type, true);
        }
    }

    private static void delete(String exchange) throws Exception {
        try (Connection connection = connect()) {
            connection.createChannel().exchangeDelete(exchange);
        }
    }

    private static Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.uri());
        return factory.newConnection();
    }

    @Test
    void whatItCannotTellIsOneWarning() {
        CheckBench.Run run = bench.run("--broker");
        assertThat(run.problems()).isEmpty();
        assertThat(run.status()).isEqualTo(Command.OK);
        assertThat(run.warnings())
                .singleElement()
                .asString()
                .startsWith("bindings were not compared")
                .endsWith("has no management API");
        assertThat(run.good())
                .hasSizeGreaterThanOrEqualTo(7)
                .contains("core.rpc.v1: may be published to, with 1 routing key");
    }

    @Test
    void exchangeOfAnotherTypeIsAProblem() throws Exception {
        delete("core.dlx.v1");
        declare("core.dlx.v1", "direct");
        CheckBench.Run run = bench.run("--broker");
        delete("core.dlx.v1");
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith("core.dlx.v1: is there, and is not the durable topic exchange");
    }

    @Test
    void wrongPasswordIsTold() {
        CheckBench.Run run = bench.run(
                "--broker",
                "--amqp",
                URI.create("amqp://guest:wrong@127.0.0.1:" + broker.port()).toString());
        assertThat(run.problems()).singleElement().asString().contains("password");
    }
}
