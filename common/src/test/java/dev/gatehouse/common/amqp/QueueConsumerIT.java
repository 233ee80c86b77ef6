package dev.gatehouse.common.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import dev.gatehouse.testkit.BrokerFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class QueueConsumerIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final CountDownLatch release = new CountDownLatch(1);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** Told of a consumer that has opened, before it counts as open. */
    private Runnable whenOpened = () -> {};

    private final class Listener implements ConsumerListener {
        @Override
        public void delivered(Delivery delivery) {
            heard.add("delivered");
        }

        @Override
        public void opened() {
            heard.add("opened");
            whenOpened.run();
        }

        @Override
        public void lost() {
            try {
                assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            heard.add("lost");
        }
    }

    /** Whoever holds what the consumer has told for the state of things would otherwise believe a loss that has long been made good. */
    @Test
    void aLossIsToldBeforeWhatComesAfterItHoweverLongTheListenerTakes() throws InterruptedException {
        try (AmqpConnections connections = new AmqpConnections(AmqpConfig.of(BROKER.uri()), "test-consumer");
                QueueConsumer consumer = connections.consumer(new ConsumedQueue.Replies(1024), new Listener())) {
            connections.start();
            consumer.start();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("opened");
            // Before that the loss would be told by the thread that opens the other one.
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> consumer.queueName().isPresent());
            Thread losing = Thread.ofVirtual().start(consumer::reopen);
            // Another part of the link that is opened, on which the consumer would be opened, too.
            QueueConsumer other = connections.consumer(new ConsumedQueue.Replies(1024), new Listener());
            other.start();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("opened");
            assertThat(heard.poll(200, TimeUnit.MILLISECONDS)).isNull();
            release.countDown();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("lost");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("opened");
            losing.join();
            other.close();
        }
    }

    /** Thrown on, it would make the library close the channel and the broker deliver the message again, for ever. */
    @Test
    void aMessageThatItsListenerThrowsAtIsTriedOnceMoreAndTheConsumerGoesOn() throws Exception {
        String name = "core.test-thrown-" + Long.toHexString(System.nanoTime()) + ".rpc.v1";
        ConsumedQueue queue = new ConsumedQueue.Requests(name, Duration.ofSeconds(30), 100, List.of(), 8, 1000);
        try (AmqpConnections connections = new AmqpConnections(AmqpConfig.of(BROKER.uri()), "test-consumer");
                Connection other = BROKER.connect("test-other");
                QueueConsumer consumer = connections.consumer(queue, new Thrower())) {
            connections.start();
            consumer.start();
            await().atMost(Duration.ofSeconds(20)).until(connections::isReady);

            other.createChannel().basicPublish("", name, null, "bad".getBytes(UTF_8));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("bad");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("bad again");
            other.createChannel().basicPublish("", name, null, "good".getBytes(UTF_8));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("good");

            assertThat(consumer.drain(Duration.ofSeconds(20))).isTrue();
            assertThat(heard).as("what has come since, a loss included").isEmpty();
            assertThat(other.createChannel().queueDelete(name).getMessageCount())
                    .isZero();
        }
    }

    private final class Thrower implements ConsumerListener {
        @Override
        public void delivered(Delivery delivery) {
            String text = new String(delivery.message().body(), UTF_8);
            heard.add(delivery.message().redelivered() ? text + " again" : text);
            if (text.equals("bad")) {
                throw new StackOverflowError("thrown by the test");
            }
            delivery.acknowledge();
        }

        @Override
        public void lost() {
            heard.add("lost");
        }
    }

    @Test
    void aConsumerThatIsGivenUpAsSoonAsItOpensIsOpenedAnew() {
        release.countDown();
        AtomicReference<QueueConsumer> given = new AtomicReference<>();
        whenOpened = () -> {
            if (heard.size() == 1) {
                given.get().reopen();
            }
        };
        try (AmqpConnections connections = new AmqpConnections(AmqpConfig.of(BROKER.uri()), "test-consumer");
                QueueConsumer consumer = connections.consumer(new ConsumedQueue.Replies(1024), new Listener())) {
            given.set(consumer);
            connections.start();
            consumer.start();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> heard.size() == 3 && consumer.queueName().isPresent());

            assertThat(heard).containsExactly("opened", "lost", "opened");
        }
    }
}
