package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcHarness.Text;
import dev.gatehouse.testkit.BrokerFixture;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class BlockedBrokerIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @Test
    void whileTheBrokerBlocksCallsAreRefusedAtOnceAndAfterwardsTheySucceed() throws Exception {
        try (FrameInjector injector = new FrameInjector(BROKER.host(), BROKER.port());
                RpcHarness rpc = new RpcHarness(BROKER)) {
            rpc.server(rpc.operation("echo", (context, request) -> request));
            URI uri = URI.create(BROKER.uri()
                    .toString()
                    .replaceFirst("^(amqp://(?:[^@/]*@)?)[^/]*", "$1127.0.0.1:" + injector.port()));
            AmqpConnections connections = rpc.connections(uri, "test-client");
            RpcClient client = rpc.client(RpcClientConfig.defaults(), connections);
            RpcHarness.awaitReady(connections);
            assertThat(client.call(rpc.method("echo"), new Text("1"))).isEqualTo(new Text("1"));

            injector.block();

            await().untilAsserted(() -> assertThatThrownBy(
                            () -> client.call(rpc.request("echo", Duration.ofSeconds(5))))
                    .isInstanceOfSatisfying(ServiceException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
                        assertThat(failure.outcome()).contains(Outcome.NOT_EXECUTED);
                        assertThat(failure.retryAfter()).isPresent();
                    }));
            injector.unblock();
            await().ignoreException(ServiceException.class)
                    .until(() -> client.call(rpc.method("echo"), new Text("2")).equals(new Text("2")));
        }
    }
}
