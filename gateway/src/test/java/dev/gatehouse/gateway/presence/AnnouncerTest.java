package dev.gatehouse.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.contract.GatewayEvents;
import dev.gatehouse.common.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnnouncerTest {
    private final FakeSink sink = new FakeSink();

    @Test
    void heartbeatThatCannotBeMadeDoesNotEndThoseToCome() {
        AtomicInteger beats = new AtomicInteger();
        Announcer announcer = new Announcer(
                sink,
                () -> {
                    if (beats.incrementAndGet() == 1) {
                        throw new IllegalStateException("no pulse");
                    }
                    return event();
                },
                Duration.ofMillis(40));
        announcer.start();

        await().until(() -> sink.confirmed.size() >= 2);
        announcer.close(event());
        assertThat(beats).hasValueGreaterThan(2);
    }

    private static Event event() {
        return Event.of(
                GatewayEvents.INSTANCE_LEFT,
                Presence.SOURCE,
                "x",
                Instant.now(),
                new GatewayEvents.InstanceLeft(TestConnections.id(1)));
    }
}
