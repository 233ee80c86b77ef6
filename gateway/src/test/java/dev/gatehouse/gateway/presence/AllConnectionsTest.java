package dev.gatehouse.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.contract.GatewayApi.AccountConnections;
import dev.gatehouse.common.contract.GatewayApi.GatewayConnections;
import dev.gatehouse.common.contract.GatewayApi.LiveConnections;
import dev.gatehouse.common.contract.GatewayEvents.ConnectionsTold;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AllConnectionsTest {
    private static final UUID QUERY = TestConnections.id(0);
    private static final UUID ADA = TestConnections.id(1);
    private static final UUID BOB = TestConnections.id(2);
    private static final UUID EVE = UUID.fromString("f0000000-0000-4000-8000-000000000000");
    private static final ConnectionsTold FIRST =
            new ConnectionsTold(QUERY, TestConnections.id(0xa), 12, Map.of(ADA, 2, EVE, 3));
    private static final ConnectionsTold SECOND =
            new ConnectionsTold(QUERY, TestConnections.id(0xb), 4, Map.of(ADA, 2, BOB, 3));

    @Test
    void countsOfAllGatewaysAddUpAndTheMostComeFirst() {
        assertThat(AllConnections.of(List.of(SECOND, FIRST), 10, true))
                .isEqualTo(new LiveConnections(
                        16,
                        List.of(
                                new GatewayConnections(TestConnections.id(0xa), 12),
                                new GatewayConnections(TestConnections.id(0xb), 4)),
                        List.of(
                                new AccountConnections(ADA, 4),
                                new AccountConnections(BOB, 3),
                                new AccountConnections(EVE, 3)),
                        true));
    }

    @Test
    void noMoreAccountsAreToldThanAskedForAndAllAreCounted() {
        LiveConnections answer = AllConnections.of(List.of(FIRST, SECOND), 2, false);
        assertThat(answer.accounts()).containsExactly(new AccountConnections(ADA, 4), new AccountConnections(BOB, 3));
        assertThat(answer.count()).isEqualTo(16);
        assertThat(answer.complete()).isFalse();
    }
}
