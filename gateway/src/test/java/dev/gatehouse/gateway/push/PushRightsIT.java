package dev.gatehouse.gateway.push;

import static dev.gatehouse.gateway.push.PushHarness.awaitSoon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.testkit.BrokerNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pushes for a gateway whose broker user may not bind every routing key. The node is the tests' own. */
@Tag("rabbitmq")
@Timeout(120)
class PushRightsIT {
    @RegisterExtension
    static final BrokerNode NODE = new BrokerNode();

    private static final String ALL_BUT_CLOSED = "^(?!topic\\.closed)";

    private final Recorder recorder = new Recorder();
    private PushHarness harness;
    private PushBus bus;

    @BeforeAll
    static void makeUser() {
        NODE.control("add_user", "restricted", "secret");
        NODE.control("set_permissions", "restricted", ".*", ".*", ".*");
        mayBind(ALL_BUT_CLOSED);
    }

    private static void mayBind(String routingKeys) {
        NODE.control("set_topic_permissions", "restricted", "core.push.v1", ".*", routingKeys);
    }

    @BeforeEach
    void open() throws IOException {
        harness = new PushHarness(NODE);
        bus = harness.bus(PushHarness.PATIENT, URI.create("amqp://restricted:secret@127.0.0.1:" + NODE.port()));
        awaitSoon().until(bus::isOpen);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static boolean isForbidden(int topic) {
        return topic % 10 == 7;
    }

    private static String key(int topic) {
        return PushKeys.topic((isForbidden(topic) ? "closed." : "open.") + topic);
    }

    /** All at once, so that many of them are bound together. */
    private Map<Integer, ServiceException> refusalsOf(List<Integer> topics) throws InterruptedException {
        Map<Integer, ServiceException> refused = new ConcurrentHashMap<>();
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> joining = topics.stream()
                .map(topic -> Thread.ofVirtual().start(() -> {
                    try {
                        begin.await();
                        bus.join(List.of(key(topic)), recorder);
                    } catch (ServiceException e) {
                        refused.put(topic, e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        begin.countDown();
        for (Thread thread : joining) {
            thread.join();
        }
        return refused;
    }

    @Test
    void bindingsThatTheBrokerForbidsAreRefusedAndThoseAskedForWithThemAreNot() throws Exception {
        List<Integer> topics = IntStream.range(0, 100).boxed().toList();
        List<Integer> forbidden =
                topics.stream().filter(PushRightsIT::isForbidden).toList();

        Map<Integer, ServiceException> refused = refusalsOf(topics);

        assertThat(refused.keySet()).containsExactlyInAnyOrderElementsOf(forbidden);
        assertThat(refused.values()).extracting(ServiceException::code).containsOnly(ErrorCode.RPC_UNAVAILABLE);
        for (int topic : topics) {
            harness.publish(key(topic), topic);
        }
        harness.publish(key(0), -1);
        awaitSoon().until(() -> recorder.count() == topics.size() - forbidden.size() + 1);
        assertThat(recorder.timesMissed()).isZero();
        assertThat(bus.stats().bindings()).isEqualTo(topics.size() - forbidden.size());
    }

    @Test
    void bindingThatTheBrokerForbidsNoLongerIsHad() throws Exception {
        assertThat(refusalsOf(List.of(7))).hasSize(1);

        mayBind(".*");
        try {
            // The broker keeps in mind for a while what it has found out of a channel's user; the refusal has ended
            // that channel.
            assertThat(refusalsOf(List.of(7))).isEmpty();
        } finally {
            mayBind(ALL_BUT_CLOSED);
        }

        harness.publish(key(7), 7);
        awaitSoon().until(() -> recorder.count() == 1);
    }
}
