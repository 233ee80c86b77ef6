package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(120)
class QueueBindingsIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private static final Logger LOG = LoggerFactory.getLogger(QueueBindingsIT.class);
    private static final int ROUNDS = 200;

    private BrokerConnection connection;
    private Channel channel;
    private String queue;
    private QueueBindings bindings;

    @BeforeEach
    void open() throws IOException, TimeoutException {
        connection = new BrokerClient(AmqpConfig.of(BROKER.uri()), "test-bindings", new GatheredWrites()).connect();
        channel = Channels.open(connection.amqp());
        Topology.declareTopicExchange(channel, Topology.PUSH_EXCHANGE);
        queue = channel.queueDeclare().getQueue();
        bindings = new QueueBindings(channel, queue, Topology.PUSH_EXCHANGE);
    }

    @AfterEach
    void close() {
        connection.close(Duration.ofSeconds(5));
    }

    /** An answer to an unbinding was once taken for that to the question behind it, now and then. */
    @Test
    void anyNumberOfKeysIsBoundAndUnboundAnyNumberOfTimes() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> keys = keys(round, 1 + round % 40);
            assertThat(bindings.bind(keys)).isEmpty();
            assertThat(bindings.unbind(keys)).isEmpty();
        }
        assertThat(received(keys(ROUNDS - 1, 40))).isEmpty();
    }

    @Test
    void whatIsBoundArrivesAndWhatIsUnboundDoesNot() throws IOException {
        List<String> keys = keys(0, 500);
        long begun = System.nanoTime();
        assertThat(bindings.bind(keys)).isEmpty();
        long bound = System.nanoTime();
        assertThat(received(keys)).isEqualTo(keys);
        long asked = System.nanoTime();
        assertThat(bindings.unbind(keys.subList(100, 500))).isEmpty();
        LOG.info(
                "500 keys were bound in {}, and 400 unbound in {}",
                Duration.ofNanos(bound - begun),
                Duration.ofNanos(System.nanoTime() - asked));
        assertThat(received(keys)).isEqualTo(keys.subList(0, 100));
    }

    private static List<String> keys(int round, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "test." + round + "." + i)
                .toList();
    }

    /** Which of these keys lead to the queue, asked with a message to each and a last one that comes straight. */
    private List<String> received(List<String> keys) throws IOException {
        for (String key : keys) {
            channel.basicPublish(Topology.PUSH_EXCHANGE, key, null, new byte[0]);
        }
        channel.basicPublish("", queue, null, new byte[0]);
        List<String> received = new ArrayList<>();
        while (true) {
            var next = channel.basicGet(queue, true);
            if (next != null && next.getEnvelope().getExchange().isEmpty()) {
                return received;
            }
            if (next != null) {
                received.add(next.getEnvelope().getRoutingKey());
            }
        }
    }
}
