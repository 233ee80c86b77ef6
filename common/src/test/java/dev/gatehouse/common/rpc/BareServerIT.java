package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.gatehouse.common.amqp.HostileHeaders;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcHarness.Text;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client, when a service of somebody else's answers it with whatever it likes. */
@Timeout(60)
class BareServerIT {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MAX_REPLY = 8 * 1024 * 1024;
    private static final byte[] GOOD =
            "{\"success\":true,\"data\":{\"text\":\"good\"}}".getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final RpcHarness rpc = new RpcHarness(BROKER);
    private final RpcClient client = rpc.client();
    private final Connection connection = BROKER.connect("bare-server");
    private final Channel channel;
    private volatile Answer answer = (to, request) -> reply(to, request, GOOD);

    /** What the service does with a request. */
    @FunctionalInterface
    private interface Answer {
        void to(String replyTo, BasicProperties request) throws IOException;
    }

    BareServerIT() throws IOException {
        channel = connection.createChannel();
    }

    @BeforeEach
    void serve() throws IOException {
        channel.exchangeDeclare(Topology.RPC_EXCHANGE, "topic", true);
        channel.queueDeclare(rpc.queue(), false, false, true, Map.of());
        channel.queueBind(rpc.queue(), Topology.RPC_EXCHANGE, rpc.method("echo").routingKey());
        channel.basicConsume(rpc.queue(), true, this::received, tag -> {});
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        rpc.close();
    }

    private void received(String tag, Delivery delivery) throws IOException {
        answer.to(delivery.getProperties().getReplyTo(), delivery.getProperties());
    }

    private void reply(String to, BasicProperties request, byte[] body) throws IOException {
        channel.basicPublish(
                "",
                to,
                new BasicProperties.Builder()
                        .correlationId(request.getCorrelationId())
                        .build(),
                body);
    }

    private Text call() {
        return client.call(rpc.method("echo"), new Text("x"));
    }

    /** Whatever came before, the next call works, and nothing is left behind. */
    private void assertUnharmed() {
        answer = (to, request) -> reply(to, request, GOOD);
        assertThat(call()).isEqualTo(new Text("good"));
        assertThat(client.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "null",
                "[]",
                "{}",
                "{\"success\":\"yes\"}",
                "{\"success\":true}",
                "{\"success\":true,\"data\":1}",
                "{\"success\":false}",
                "{\"success\":true,\"data\":{}} and more",
                "\u0000\u0001"
            })
    void aReplyThatIsNoEnvelopeIsABadResponseOfUnknownOutcome(String garbage) {
        answer = (to, request) -> reply(to, request, garbage.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(this::call).isInstanceOfSatisfying(ServiceException.class, BareServerIT::isBadResponse);
        assertUnharmed();
    }

    @Test
    void aReplyOfEightMebibytesIsAReply() {
        byte[] body = envelope(MAX_REPLY);
        answer = (to, request) -> reply(to, request, body);

        assertThat(client.call(rpc.request("echo", LONG))).isEqualTo(body);
        assertUnharmed();
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_REPLY + 1, 60 * 1024 * 1024})
    void aLargerReplyIsABadResponseOfUnknownOutcome(int bytes) {
        byte[] body = envelope(bytes);
        answer = (to, request) -> reply(to, request, body);

        assertThatThrownBy(() -> client.call(rpc.request("echo", LONG)))
                .isInstanceOfSatisfying(ServiceException.class, BareServerIT::isBadResponse);
        assertUnharmed();
    }

    private static void isBadResponse(ServiceException failure) {
        assertThat(failure.code()).isEqualTo(ErrorCode.RPC_BAD_RESPONSE);
        assertThat(failure.outcome()).contains(Outcome.UNKNOWN);
    }

    private static byte[] envelope(int bytes) {
        String frame = "{\"success\":true,\"data\":{\"text\":\"\"}}";
        String text = "x".repeat(bytes - frame.length());
        return frame.replace("\"\"", "\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aReplyWhoseHeadersCannotBeReadIsABadResponse() {
        answer = (to, request) -> channel.basicPublish(
                "",
                to,
                new BasicProperties.Builder()
                        .correlationId(request.getCorrelationId())
                        .headers(HostileHeaders.nestedTables(HostileHeaders.TOO_DEEP))
                        .build(),
                GOOD);

        assertThatThrownBy(this::call).isInstanceOfSatisfying(ServiceException.class, BareServerIT::isBadResponse);
        assertUnharmed();
    }

    /** The reply of another call must not suffer: the connection stays. */
    @Test
    void repliesThatNobodyAskedForAndThatCannotBeReadDisturbNoCall() {
        answer = (to, request) -> {
            for (int i = 0; i < 100; i++) {
                channel.basicPublish("", to, HostileHeaders.properties(HostileHeaders.TOO_DEEP), GOOD);
            }
            reply(to, request, GOOD);
        };

        assertThat(call()).isEqualTo(new Text("good"));
        assertThat(client.lateReplies()).isEqualTo(100);
        assertUnharmed();
    }

    @Test
    void aReplyWithAWrongOrNoCorrelationIdIsCountedAndDropped() {
        answer = (to, request) -> {
            for (String id : List.of("guessed", "", "c".repeat(255))) {
                channel.basicPublish(
                        "", to, new BasicProperties.Builder().correlationId(id).build(), GOOD);
            }
            channel.basicPublish("", to, new BasicProperties(), GOOD);
        };

        assertThatThrownBy(() -> client.call(rpc.request("echo", SHORT)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RPC_TIMEOUT));
        await().until(() -> client.lateReplies() == 4);
        assertUnharmed();
    }

    @Test
    void ofTwoRepliesTheFirstCountsAndTheSecondIsDropped() {
        answer = (to, request) -> {
            reply(to, request, GOOD);
            reply(to, request, "{\"success\":false,\"error_code\":\"late\"}".getBytes(StandardCharsets.UTF_8));
        };

        assertThat(call()).isEqualTo(new Text("good"));
        await().until(() -> client.lateReplies() == 1);
        assertUnharmed();
    }
}
