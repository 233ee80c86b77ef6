package dev.gatehouse.common.amqp;

import static org.awaitility.Awaitility.await;

import dev.gatehouse.testkit.BrokerFixture;
import java.time.Duration;
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
                QueueConsumer consumer = connections.consumer(new ConsumedQueue.Replies(), new FailsAtFirst())) {
            connections.start();
            consumer.start();
            await().atMost(Duration.ofSeconds(10)).until(connections::isReady);
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
