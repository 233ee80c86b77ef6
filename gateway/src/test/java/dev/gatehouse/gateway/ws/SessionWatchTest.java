package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.edge.HeldBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionWatchTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Duration passed = Duration.ZERO;
    private final SessionClock clock = new SessionClock(() -> START.plus(passed), () -> 7 + passed.toNanos());
    private final Outbox outbox = new Outbox(100, 10_000, HeldBytes.UNCOUNTED);
    private final Line line = new Line(outbox, clock, Duration.ofSeconds(5), () -> {});
    private final SessionWatch watch = new SessionWatch(
            line,
            new WebSocketConfig.Times(Duration.ofSeconds(10), Duration.ofSeconds(25), Duration.ofSeconds(5)),
            clock);

    private void at(long seconds) {
        passed = Duration.ofSeconds(seconds);
        watch.tick(false);
    }

    /** What the client gets next. */
    private List<String> sent() {
        return outbox.take().stream()
                .map(frame -> frame.equals(OutFrame.PING) ? "ping" : new String(frame.rest(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void whoeverDoesNotAuthenticateInTimeIsClosed() {
        at(9);
        assertThat(line.isClosing()).isFalse();
        at(10);
        assertThat(line.end()).isEqualTo(Closing.NOT_AUTHENTICATED);
        assertThat(line.isOverdue()).isFalse();
        at(15);
        assertThat(line.isOverdue()).isTrue();
    }

    @Test
    void whoeverIsBeingLookedAtIsWaitedFor() {
        watch.authenticating();
        at(60);
        assertThat(line.isClosing()).isFalse();
    }

    @Test
    void pingsAreSentAndSilenceIsNoticed() {
        watch.authenticated(START.plus(Duration.ofHours(1)));
        at(25);
        assertThat(sent()).containsExactly("ping");
        watch.heard();
        at(50);
        assertThat(sent()).containsExactly("ping");
        at(74);
        assertThat(line.isClosing()).isFalse();
        at(75);
        assertThat(line.end()).isEqualTo(Closing.SILENT);
    }

    @Test
    void theEndOfATokenIsToldOnceAndRenewalPutsItOff() {
        watch.authenticated(START.plusSeconds(80));
        at(19);
        at(20);
        assertThat(sent()).containsExactly("{\"type\":\"token_expiring\",\"expires_in\":60}");
        watch.heard();
        watch.authenticated(START.plusSeconds(90));
        at(31);
        assertThat(sent()).contains("{\"type\":\"token_expiring\",\"expires_in\":59}");
        watch.heard();
        at(60);
        watch.heard();
        at(89);
        assertThat(line.isClosing()).isFalse();
        at(90);
        assertThat(line.end()).isEqualTo(Closing.TOKEN_EXPIRED);
    }

    @Test
    void aSessionThatIsToGoGoesWhenItIsNotBusy() {
        watch.authenticated(START.plus(Duration.ofHours(1)));
        watch.drain(Duration.ofSeconds(2));
        at(1);
        assertThat(line.isClosing()).isFalse();
        passed = Duration.ofSeconds(3);
        watch.tick(true);
        assertThat(line.isClosing()).isFalse();
        watch.tick(false);
        assertThat(line.end().code()).isEqualTo(Closing.GOING_AWAY);
        assertThat(line.end().reason()).matches("\\{\"reconnect_after_ms\":\\d+}");
    }
}
