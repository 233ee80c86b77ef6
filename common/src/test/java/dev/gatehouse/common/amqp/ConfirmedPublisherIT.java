package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ConfirmedPublisherIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** One byte more than AMQP has room for (AMQP 0-9-1, section 4.2.5.3). */
    private static final String OVERLONG_KEY = "k".repeat(256);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final AmqpConnections connections = new AmqpConnections(AmqpConfig.of(BROKER.uri()), "test-confirmed");
    private final ConfirmedPublisher publisher = connections.confirmedPublisher("test", Topology.EVENT_EXCHANGE);
    private Connection other;
    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws IOException {
        connections.start();
        publisher.start();
        awaitReady();
        other = BROKER.connect("test-other");
        channel = other.createChannel();
        queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.EVENT_EXCHANGE, "#");
    }

    @AfterEach
    void close() throws IOException {
        publisher.close();
        connections.close();
        other.close();
    }

    @Test
    void whatFollowsAMessageThatCannotBePublishedIsNotPublishedEither() throws Exception {
        BitSet confirmed =
                publisher.publish(List.of(message("t.first"), message(OVERLONG_KEY), message("t.third")), LIMIT);

        assertThat(confirmed.get(1) || confirmed.get(2)).isFalse();
        awaitReady();
        assertThat(publisher.publish(List.of(message("t.last")), LIMIT).cardinality())
                .isEqualTo(1);
        assertThat(arrived()).containsExactly("t.first", "t.last");
    }

    /** A channel on which a message was counted that never went out would confirm each message with the next one's confirm only. */
    @Test
    void eachMessageAfterwardsIsConfirmedByItsOwnConfirm() throws Exception {
        assertThat(publisher.publish(List.of(message(OVERLONG_KEY)), LIMIT).isEmpty())
                .isTrue();
        awaitReady();

        for (int i = 0; i < 3; i++) {
            assertThat(publisher.publish(List.of(message("t.n" + i)), LIMIT).cardinality())
                    .isEqualTo(1);
        }
        assertThat(arrived()).containsExactly("t.n0", "t.n1", "t.n2");
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> connections.isReady() && publisher.isOpen());
    }

    private static PersistentMessage message(String routingKey) {
        return new PersistentMessage(
                Topology.EVENT_EXCHANGE,
                routingKey,
                false,
                "id",
                "text/plain",
                Map.of(),
                "x".getBytes(StandardCharsets.UTF_8));
    }

    private List<String> arrived() throws IOException {
        List<String> keys = new ArrayList<>();
        for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
            keys.add(next.getEnvelope().getRoutingKey());
        }
        return keys;
    }
}
