package dev.gatehouse.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final UUID ONE = TestConnections.id(1);
    private static final UUID TWO = TestConnections.id(2);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final Members members = new Members(Duration.ofSeconds(2), nanos::get);

    @Test
    void gatewayIsKnownUntilItHasMissedThreeHeartbeats() {
        members.heard(ONE);
        pass(4);
        members.heard(TWO);
        pass(2);
        assertThat(members.known().gateways()).containsExactlyInAnyOrder(ONE, TWO);
        pass(1);
        assertThat(members.known().gateways()).containsExactly(TWO);
        members.heard(ONE);
        assertThat(members.known().gateways()).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void heartbeatKeepsAGatewayKnown() {
        members.heard(ONE);
        members.heard(TWO);
        for (int i = 0; i < 10; i++) {
            pass(2);
            members.heard(ONE);
        }
        assertThat(members.known().gateways()).containsExactly(ONE);
    }

    @Test
    void gatewayThatSaysGoodByeIsForgottenAtOnce() {
        members.heard(ONE);
        members.left(ONE);
        members.left(TWO);
        assertThat(members.known().gateways()).isEmpty();
    }

    @Test
    void allAreKnownOnlyOnceEverybodyHasHadTheTimeToBeHeard() {
        assertThat(members.known().isAll()).isFalse();
        members.listening();
        pass(3);
        assertThat(members.known().isAll()).isFalse();
        pass(1);
        assertThat(members.known().isAll()).isTrue();
        members.deaf();
        assertThat(members.known().isAll()).isFalse();
        pass(10);
        members.listening();
        assertThat(members.known().isAll()).isFalse();
    }

    @Test
    void noMoreAreKnownThanTheBound() {
        members.listening();
        pass(4);
        IntStream.range(0, Members.MAX_MEMBERS + 1)
                .mapToObj(TestConnections::id)
                .forEach(members::heard);
        assertThat(members.known().gateways()).hasSize(Members.MAX_MEMBERS);
        assertThat(members.known().isAll()).isFalse();
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
