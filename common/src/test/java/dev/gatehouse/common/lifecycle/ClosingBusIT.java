package dev.gatehouse.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.contract.EventType;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventCodec;
import dev.gatehouse.common.event.EventSubscriber;
import dev.gatehouse.common.event.EventSubscriberConfig;
import dev.gatehouse.common.event.Subscription;
import dev.gatehouse.common.event.SubscriptionListener;
import dev.gatehouse.common.rpc.RpcOperation;
import dev.gatehouse.common.rpc.RpcServer;
import dev.gatehouse.common.rpc.RpcServerConfig;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Parts of the bus whose own limits are longer than the time that there is: they end by themselves when it is over. */
@Timeout(60)
class ClosingBusIT {
    private static final Duration LIMIT = Duration.ofMillis(500);
    /** Longer than the test may take. */
    private static final Duration OWN_LIMIT = Duration.ofMinutes(10);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final String domain = "t" + Long.toHexString(System.nanoTime());
    private final Container parts = new Container("test");
    private final AmqpConnections amqp = new AmqpConnections(AmqpConfig.of(BROKER.uri()), "test-closing");
    private Connection other;
    private Channel channel;

    @BeforeEach
    void open() throws IOException {
        log.start();
        root.addAppender(log);
        parts.start("amqp", amqp);
        other = BROKER.connect("test-other");
        channel = other.createChannel();
    }

    @AfterEach
    void close() throws IOException {
        release.countDown();
        parts.close();
        root.detachAppender(log);
        other.close();
    }

    private <T> T hang(T value) {
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return value;
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(20)).until(amqp::isReady);
    }

    private void assertClosesInTime(AutoCloseable part, String told) {
        CloseDeadline.in(LIMIT).run(() -> assertThatCode(part::close).doesNotThrowAnyException());
        assertThat(List.copyOf(log.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains(told));
    }

    @Test
    void aServerWithARequestUnderWay() throws Exception {
        RpcMethod<Object, Object> method = new RpcMethod<>(domain, "hang", Object.class, Object.class);
        String queue = "core." + domain + ".rpc.v1";
        RpcServerConfig usual = RpcServerConfig.defaults();
        RpcServer server = parts.start(
                "server",
                new RpcServer(
                        new RpcServerConfig(
                                usual.queueExpires(),
                                usual.queueLength(),
                                usual.maxConcurrent(),
                                usual.maxRequest(),
                                usual.assumedTimeout(),
                                OWN_LIMIT),
                        amqp,
                        queue,
                        List.of(new RpcOperation<>(method, (context, request) -> hang(Map.of()))),
                        any -> request -> List.of()));
        awaitReady();
        channel.basicPublish(
                "core.rpc.v1",
                method.routingKey(),
                new BasicProperties.Builder().replyTo("nobody").build(),
                "{}".getBytes(StandardCharsets.US_ASCII));
        begun.await();

        assertClosesInTime(server, "requests of " + queue + " were under way for too long");
        channel.queueDelete(queue);
    }

    @Test
    void aSubscriberWithAnEventUnderWay() throws Exception {
        EventType<Map<String, String>> type = new EventType<>(domain + ".thing.v1", mapType());
        EventSubscriberConfig usual = EventSubscriberConfig.defaults();
        EventSubscriber subscriber = parts.start(
                "subscriber",
                new EventSubscriber(
                        new EventSubscriberConfig(
                                usual.prefetch(),
                                usual.retries(),
                                usual.rememberedEvents(),
                                usual.rememberedFor(),
                                OWN_LIMIT),
                        amqp,
                        new Subscription.EachProcess("closing", List.of(type.name())),
                        event -> hang(event),
                        SubscriptionListener.NONE));
        awaitReady();
        Event event = Event.of(type, URI.create("/test"), "s", Instant.now(), Map.of());
        channel.basicPublish("core.events.v1", type.name(), new BasicProperties(), EventCodec.write(event));
        begun.await();

        assertClosesInTime(subscriber, "events were under way for too long");
    }

    @SuppressWarnings("unchecked")
    private static Class<Map<String, String>> mapType() {
        return (Class<Map<String, String>>) (Class<?>) Map.class;
    }
}
