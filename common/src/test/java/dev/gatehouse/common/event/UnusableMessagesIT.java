package dev.gatehouse.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.GetResponse;
import dev.gatehouse.common.telemetry.LogEncoder;
import dev.gatehouse.testkit.BrokerFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What is no event, or none that can be read, costs itself and next to nothing of the log. */
@Timeout(60)
class UnusableMessagesIT {
    private static final int FLOOD = 2_000;

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private static final String DROPPED = "no event that can be read, and is dropped";

    private final Logger logger = (Logger) LoggerFactory.getLogger(EventSubscriber.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger handled = new AtomicInteger();
    private EventHarness events;

    @BeforeEach
    void open() throws Exception {
        events = new EventHarness(BROKER);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() throws Exception {
        logger.detachAppender(log);
        events.close();
    }

    private void handle(Event event) {
        handled.incrementAndGet();
        assertThat(event.data(events.type()).number()).isPositive();
    }

    @Test
    void aFloodOfThemIsOneLineASecondAndACount() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.eachProcess(), this::handle);
        long begun = System.nanoTime();
        for (int i = 0; i < FLOOD; i++) {
            events.publishBare("no event".getBytes(StandardCharsets.US_ASCII));
        }
        events.publisher().publish(List.of(events.event("s", 1)));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> subscriber.counts().deadLettered() == FLOOD
                        && subscriber.counts().handled() == 1);
        await().until(() -> written() + suppressed() == FLOOD);
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        // None, if another test has had the line of this second.
        assertThat(written()).isLessThanOrEqualTo(seconds + 2);
        assertThat(log.list).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
    }

    private long written() {
        return List.copyOf(log.list).stream()
                .filter(line -> line.getMessage().contains(DROPPED))
                .count();
    }

    private long suppressed() {
        return List.copyOf(log.list).stream()
                .filter(line -> line.getMessage().startsWith("suppressed")
                        && line.getArgumentArray()[1].toString().contains(DROPPED))
                .mapToLong(line -> (Long) line.getArgumentArray()[0])
                .sum();
    }

    @Test
    void anEventWithOtherDataThanItsTypeSaysIsGivenUpAtOnce() throws Exception {
        EventSubscriber each = events.subscriber(events.eachProcess(), this::handle);
        EventSubscriber shared = events.subscriber(events.shared(), this::handle);
        byte[] event = new String(EventCodec.write(events.event("s", 1)), StandardCharsets.UTF_8)
                .replace("\"number\":1", "\"number\":\"many\"")
                .getBytes(StandardCharsets.UTF_8);
        events.publishBare(event);

        GetResponse dead = events.deadLetter();

        assertThat(dead.getBody()).isEqualTo(event);
        assertThat(dead.getProps().getHeaders())
                .extractingByKey("x-error")
                .asString()
                .contains("its data is no Numbered");
        await().until(() -> each.counts().deadLettered() == 1 && shared.counts().deadLettered() == 1);
        assertThat(handled).hasValue(2);
        assertThat(each.counts().retried() + shared.counts().retried()).isZero();
    }

    @Test
    void whatTheyHoldReachesTheLogEscaped() throws Exception {
        EventSubscriber subscriber = events.subscriber(events.eachProcess(), this::handle);
        String hostile = "a\u2028b\u0085c\u202ed\u001b[31m\n2026-01-31T12:00:00.000Z ERROR forged";
        byte[] event = new String(EventCodec.write(events.event("s", 1)), StandardCharsets.UTF_8)
                .replace(events.type().name(), hostile.replace("\n", "\\n").replace("\u001b", "\\u001b"))
                .getBytes(StandardCharsets.UTF_8);
        events.publishBare(event);
        await().until(() -> subscriber.counts().deadLettered() == 1);

        LogEncoder encoder = new LogEncoder();
        String line = new String(encoder.encode(log.list.getLast()), StandardCharsets.UTF_8);
        assertThat(line).contains("a\\u2028b\\u0085c\\u202ed\\u001b[31m").endsWith(System.lineSeparator());
        assertThat(line.strip()).matches("[ -~]+").doesNotContain("\nforged");
    }
}
