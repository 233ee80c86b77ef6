package dev.gatehouse.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.contract.GatewayEvents.ConnectionsTold;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveCountsTest {
    private static final UUID GATEWAY = TestConnections.id(0xf);
    private static final UUID QUERY = TestConnections.id(0xe);

    private final LiveCounts counts = new LiveCounts();

    @Test
    void connectionsOfAnAccountAreCounted() {
        open(1, 2);
        open(2, 1);
        counts.closed(TestConnections.id(1));
        counts.closed(TestConnections.id(2));
        assertThat(counts.total()).isEqualTo(1);
        assertThat(answer(Optional.empty()).accounts()).isEqualTo(Map.of(TestConnections.id(1), 1));
    }

    @Test
    void closingWhatWasNeverOpenedCountsNothing() {
        counts.closed(TestConnections.id(1));
        assertThat(counts.total()).isZero();
        assertThat(answer(Optional.empty()).count()).isZero();
    }

    @Test
    void oneAccountIsAnswered() {
        open(1, 2);
        open(2, 3);
        assertThat(answer(Optional.of(TestConnections.id(2))))
                .isEqualTo(new ConnectionsTold(QUERY, GATEWAY, 3, Map.of(TestConnections.id(2), 3)));
        assertThat(answer(Optional.of(TestConnections.id(3))))
                .isEqualTo(new ConnectionsTold(QUERY, GATEWAY, 0, Map.of()));
    }

    @Test
    void ofManyAccountsThoseWithMostConnectionsAreNamedAndAllAreCounted() {
        IntStream.rangeClosed(1, 1_500).forEach(i -> open(i, 1));
        IntStream.rangeClosed(1_401, 1_500).forEach(i -> open(i, 1));
        ConnectionsTold answer = answer(Optional.empty());
        assertThat(answer.count()).isEqualTo(1_600);
        assertThat(answer.accounts())
                .hasSize(1_000)
                .containsEntry(TestConnections.id(1_500), 2)
                .containsEntry(TestConnections.id(900), 1)
                .doesNotContainKey(TestConnections.id(901));
    }

    @Test
    void countsHoldWhenManyComeAndGoAtOnce() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
                UUID account = TestConnections.id(i % 3);
                boolean stays = i < 30;
                threads.execute(() -> {
                    counts.opened(account);
                    if (!stays) {
                        counts.closed(account);
                    }
                });
            }
        }
        assertThat(counts.total()).isEqualTo(30);
        assertThat(answer(Optional.empty()).accounts().values()).containsExactly(10, 10, 10);
    }

    private void open(int account, int times) {
        for (int i = 0; i < times; i++) {
            counts.opened(TestConnections.id(account));
        }
    }

    private ConnectionsTold answer(Optional<UUID> account) {
        return counts.answer(QUERY, GATEWAY, account);
    }
}
