package dev.gatehouse.gateway.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.testkit.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;

/** Gateways' ends of the bus, and a service that publishes to them. */
final class PushHarness implements AutoCloseable {
    /** Lets go of keys soon. */
    static final PushConfig QUICK =
            new PushConfig(256, Duration.ofSeconds(30), Duration.ofMillis(50), ByteSize.ofKiB(64));

    /** Lets joins take their time: a broker may be busy with forgetting the bindings of another test. */
    static final PushConfig PATIENT =
            new PushConfig(256, Duration.ofMinutes(1), Duration.ofSeconds(5), ByteSize.ofKiB(64));

    private final TestBroker broker;
    private final Deque<Component> open = new ArrayDeque<>();
    private final Connection bare;
    private final Channel channel;

    PushHarness(TestBroker broker) throws IOException {
        this.broker = broker;
        this.bare = broker.connect("test-service");
        this.channel = bare.createChannel();
        channel.exchangeDeclare("core.push.v1", "topic", true);
    }

    Channel channel() {
        return channel;
    }

    /** A bus that is open. */
    PushBus bus() {
        PushBus bus = bus(PATIENT, broker.uri());
        awaitSoon().until(bus::isOpen);
        return bus;
    }

    PushBus bus(PushConfig config, URI uri) {
        AmqpConfig amqp = new AmqpConfig(
                uri,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Duration.ofMillis(200));
        AmqpConnections connections = started(new AmqpConnections(amqp, "test-gateway"));
        return started(new PushBus(config, connections));
    }

    private <T extends Component> T started(T component) {
        open.push(component);
        component.start();
        return component;
    }

    static ConditionFactory awaitSoon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
    }

    void publish(String routingKey, String body) throws IOException {
        publish(routingKey, new BasicProperties(), body);
    }

    void publish(String routingKey, BasicProperties properties, String body) throws IOException {
        channel.basicPublish("core.push.v1", routingKey, properties, body.getBytes(UTF_8));
    }

    /** Publishes a push whose event is a number. */
    void publish(String routingKey, int number) throws IOException {
        publish(routingKey, "{\"event\":\"" + number + "\"}");
    }

    /** What comes of {@link #publish(String, int)} to anything but a topic. */
    static String tail(int number) {
        return "\"event\":\"" + number + "\",\"payload\":{}}";
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        // It may be lost already.
        bare.abort();
    }
}
