package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.testkit.BrokerFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PublisherIT {
    /** One byte more than AMQP has room for (AMQP 0-9-1, section 4.2.5.3). */
    private static final String OVERLONG = "k".repeat(256);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AmqpConnections connections = new AmqpConnections(AmqpConfig.of(BROKER.uri()), "test-publisher");
    private final Publisher publisher = connections.publisher("test", 100, new Listener());

    /** What becomes of a return is decided here. */
    private Runnable whenReturned = () -> {};

    private final class Listener implements PublisherListener {
        @Override
        public void opened() {
            heard.add("opened");
        }

        @Override
        public void lost() {
            heard.add("lost");
        }

        @Override
        public void blocked() {
            heard.add("blocked");
        }

        @Override
        public void returned(String correlationId) {
            heard.add("returned " + correlationId);
            whenReturned.run();
        }

        @Override
        public void rejected(String correlationId) {
            heard.add("rejected " + correlationId);
        }
    }

    /** Says what becomes of a message; fails where it is told to. */
    private final class Message implements Publication {
        private final OutgoingMessage message;
        private final boolean confirmed;
        private final Optional<Throwable> failure;

        Message(String correlationId, String routingKey, boolean confirmed, Optional<Throwable> failure) {
            this.message = new OutgoingMessage.Request(
                    routingKey,
                    correlationId,
                    "nobody",
                    "id",
                    Duration.ofSeconds(10),
                    Instant.now(),
                    Map.of(),
                    "{}".getBytes(StandardCharsets.UTF_8));
            this.confirmed = confirmed;
            this.failure = failure;
        }

        @Override
        public OutgoingMessage message() {
            return message;
        }

        @Override
        public boolean needsConfirm() {
            return confirmed;
        }

        @Override
        public boolean begin() {
            failure.ifPresent(Message::<RuntimeException>sneak);
            return true;
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable thrown) throws T {
            throw (T) thrown;
        }

        @Override
        public void written() {
            heard.add("written");
        }

        @Override
        public void refused(Refusal refusal) {
            heard.add(refusal.name());
        }

        @Override
        public void broken() {
            heard.add("broken");
        }
    }

    private Message message(String correlationId, String routingKey) {
        return new Message(correlationId, routingKey, false, Optional.empty());
    }

    @BeforeEach
    void open() throws InterruptedException {
        connections.start();
        publisher.start();
        assertNextIs("opened");
    }

    @AfterEach
    void close() {
        publisher.close();
        connections.close();
    }

    private void assertNextIs(String what) throws InterruptedException {
        assertThat(heard.poll(8, TimeUnit.SECONDS)).isEqualTo(what);
    }

    /** Told by two threads: by the writer, and by the connection's reader. */
    private void assertNextAre(String one, String other) throws InterruptedException {
        assertThat(Arrays.asList(heard.poll(8, TimeUnit.SECONDS), heard.poll(8, TimeUnit.SECONDS)))
                .containsExactlyInAnyOrder(one, other);
    }

    private void assertItWorks() throws InterruptedException {
        publisher.publish(message("after", "nobody.listens"));
        assertNextAre("written", "returned after");
        await().atMost(Duration.ofSeconds(10)).until(connections::isReady);
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void aWriterThatFailsIsNotOpenAnyMoreAndComesBack(Class<? extends Throwable> failure) throws Exception {
        Throwable thrown = failure.getDeclaredConstructor().newInstance();
        publisher.publish(new Message("bad", "nobody.listens", false, Optional.of(thrown)));

        assertNextIs("lost");
        assertNextIs("broken");
        assertNextIs("opened");
        assertItWorks();
    }

    @Test
    void aMessageThatCannotBeEncodedIsRefusedAlone() throws InterruptedException {
        publisher.publish(message("bad", OVERLONG));

        assertNextIs("UNSENDABLE");
        assertItWorks();
    }

    @Test
    void amongConfirmedMessagesItTakesTheChannelAlong() throws InterruptedException {
        publisher.publish(new Message("bad", OVERLONG, true, Optional.empty()));

        assertNextIs("UNSENDABLE");
        assertNextIs("lost");
        assertNextIs("opened");
        assertItWorks();
    }

    /** The library would keep the connection's reader from everything else for 10 s. */
    @Test
    void aListenerThatThrowsCostsItsChannelAndNotTheConnection() throws InterruptedException {
        whenReturned = () -> {
            throw new IllegalStateException("not foreseen");
        };
        publisher.publish(message("unroutable", "nobody.listens"));

        assertNextAre("written", "returned unroutable");
        assertNextIs("lost");
        assertNextIs("opened");
        whenReturned = () -> {};
        assertItWorks();
    }
}
