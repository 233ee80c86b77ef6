package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import dev.gatehouse.testkit.BrokerFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionLinkIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aPartThatFailsUnforeseenIsTriedAgain() {
        AmqpConnections connections = new AmqpConnections(AmqpConfig.of(BROKER.uri()), "test-link");
        try (connections;
                QueueConsumer consumer = connections.consumer(new ConsumedQueue.Replies(1024), new FailsAtFirst())) {
            connections.start();
            consumer.start();
            await().atMost(Duration.ofSeconds(10)).until(connections::isReady);
        }
    }

    @Test
    void ofABodyThatIsTooLargeOnlyTheBeginningIsKept() throws Exception {
        String name = "core.test-large-" + Long.toHexString(System.nanoTime()) + ".rpc.v1";
        BlockingQueue<Delivery> received = new LinkedBlockingQueue<>();
        AmqpConnections connections = new AmqpConnections(AmqpConfig.of(BROKER.uri()), "test-link");
        try (connections;
                Connection other = BROKER.connect("test-other");
                QueueConsumer consumer = connections.consumer(
                        new ConsumedQueue.Requests(name, Duration.ofSeconds(30), 100, List.of(), 8, 1000),
                        new Receives(received))) {
            connections.start();
            consumer.start();
            await().atMost(Duration.ofSeconds(10)).until(connections::isReady);
            for (int bytes : List.of(1000, 1001, 1_000_000, 60_000_000, 1)) {
                other.createChannel().basicPublish("", name, null, new byte[bytes]);
                assertThat(received.take().message().body()).hasSize(Math.min(bytes, 1001));
            }
            other.createChannel().queueDelete(name);
        }
    }

    private record Receives(BlockingQueue<Delivery> received) implements ConsumerListener {
        @Override
        public void delivered(Delivery delivery) {
            received.add(delivery);
        }

        @Override
        public void lost() {
            // The end of the test.
        }
    }

    private final class FailsAtFirst implements ConsumerListener {
        @Override
        public void delivered(Delivery delivery) {
            // Nothing is sent.
        }

        @Override
        public void lost() {
            // The end of the test.
        }

        @Override
        public boolean canReceive() {
            if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("not foreseen");
            }
            return true;
        }
    }
}
