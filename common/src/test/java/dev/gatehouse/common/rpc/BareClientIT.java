package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.gatehouse.common.amqp.HostileHeaders;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The server as a client of the bus sees it that knows nothing but AMQP. */
@Timeout(60)
class BareClientIT {
    private static final String BODY = "{\"text\":\"hello\"}";

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final AtomicInteger handled = new AtomicInteger();
    private final BlockingQueue<Delivery> replies = new LinkedBlockingQueue<>();
    private final RpcHarness rpc = new RpcHarness(BROKER);
    private final RpcServer server = rpc.server(rpc.operation("echo", (context, request) -> {
        handled.incrementAndGet();
        return request;
    }));
    private final Connection connection = BROKER.connect("bare-client");
    private final Channel channel;
    private final String replyQueue;

    BareClientIT() throws IOException {
        channel = connection.createChannel();
        replyQueue = channel.queueDeclare().getQueue();
    }

    @BeforeEach
    void consume() throws IOException {
        channel.basicConsume(replyQueue, true, (tag, delivery) -> replies.add(delivery), tag -> {});
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        rpc.close();
    }

    private BasicProperties.Builder properties() {
        return new BasicProperties.Builder().replyTo(replyQueue).correlationId("mine");
    }

    private void send(BasicProperties properties, byte[] body) throws IOException {
        channel.basicPublish(Topology.RPC_EXCHANGE, rpc.method("echo").routingKey(), properties, body);
    }

    private void send(BasicProperties properties, String body) throws IOException {
        send(properties, body.getBytes(StandardCharsets.UTF_8));
    }

    private Delivery reply() throws InterruptedException {
        Delivery reply = replies.poll(10, TimeUnit.SECONDS);
        assertThat(reply).as("a reply").isNotNull();
        return reply;
    }

    private JsonNode body(Delivery reply) {
        return Json.mapper().readTree(reply.getBody());
    }

    /** The server still works, has sent nothing else before, and has left nothing in the queue. */
    private void assertNothingElseCame() throws Exception {
        send(properties().correlationId("last").build(), BODY);
        assertThat(reply().getProperties().getCorrelationId()).isEqualTo("last");
        await().until(() -> channel.queueDeclarePassive(rpc.queue()).getMessageCount() == 0);
        assertThat(replies).isEmpty();
    }

    @Test
    void replyToCorrelationIdAndABodyAreEnough() throws Exception {
        send(properties().build(), BODY);

        Delivery reply = reply();

        assertThat(new String(reply.getBody(), StandardCharsets.UTF_8))
                .isEqualTo("{\"success\":true,\"data\":{\"text\":\"hello\"}}");
        assertThat(reply.getProperties().getCorrelationId()).isEqualTo("mine");
        assertThat(reply.getProperties().getContentType()).isEqualTo("application/json");
        assertThat(reply.getProperties().getDeliveryMode()).isEqualTo(1);
        assertNothingElseCame();
    }

    @ParameterizedTest
    @MethodSource("unreadableHeaders")
    void aRequestWhoseHeadersCannotBeReadGetsItsOneReply(Map<String, Object> headers) throws Exception {
        send(properties().headers(headers).build(), BODY);

        Delivery reply = reply();

        assertThat(body(reply).path("error_code").asString()).isEqualTo("validation.failed");
        assertThat(reply.getProperties().getCorrelationId()).isEqualTo("mine");
        assertThat(handled).hasValue(0);
        assertNothingElseCame();
    }

    static List<Map<String, Object>> unreadableHeaders() {
        return List.of(
                HostileHeaders.nestedTables(HostileHeaders.TOO_DEEP),
                HostileHeaders.nestedArrays(HostileHeaders.TOO_DEEP),
                HostileHeaders.nestedTables(500),
                Map.of("x", Collections.nCopies(2000, true)));
    }

    /** Nobody could be told, and it must not come again: it would, to each instance, for ever. */
    @Test
    void requestsWhoseHeadersCannotBeReadAndThatNobodyWaitsForAreDropped() throws Exception {
        for (int i = 0; i < 100; i++) {
            send(HostileHeaders.properties(HostileHeaders.TOO_DEEP), BODY);
        }

        assertNothingElseCame();
        assertThat(handled).hasValue(1);
    }

    @Test
    void whateverTheOtherPropertiesHoldTheRequestIsAnswered() throws Exception {
        String odd = "\u2028\u202e\u0000\n".repeat(30);
        send(
                properties()
                        .contentType(odd)
                        .contentEncoding(odd)
                        .priority(255)
                        .correlationId(odd)
                        .messageId(odd)
                        .timestamp(Date.from(Instant.ofEpochSecond(-1L << 50)))
                        .type(odd)
                        .appId(odd)
                        .clusterId(odd)
                        .build(),
                BODY);

        assertThat(reply().getProperties().getCorrelationId()).isEqualTo(odd);
        assertNothingElseCame();
    }

    @Test
    void aCallerWithoutCorrelationIdGetsAReplyWithoutOne() throws Exception {
        send(new BasicProperties.Builder().replyTo(replyQueue).build(), BODY);

        Delivery reply = reply();

        assertThat(reply.getProperties().getCorrelationId()).isNull();
        assertThat(body(reply).path("success").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "[]",
                "null",
                "1",
                "\"text\"",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"text\":\"a\"} trailing",
                "{\"text\":\"a\"",
                "{\"text\":NaN}",
                "{}",
                "{\"text\":\"a\",\"more\":1}"
            })
    void garbageIsAnsweredOnceWithValidationFailed(String garbage) throws Exception {
        send(properties().build(), garbage);

        JsonNode body = body(reply());

        assertThat(body.path("error_code").asString()).isEqualTo("validation.failed");
        assertThat(body.path("details").size()).isPositive();
        assertThat(body.path("request_id").asString()).isNotBlank();
        assertThat(handled).hasValue(0);
        assertNothingElseCame();
    }

    @Test
    void bytesThatAreNoTextAndBottomlessNestingAreAnsweredToo() throws Exception {
        send(properties().build(), new byte[] {'{', (byte) 0xC0, (byte) 0x80, '}'});
        assertThat(body(reply()).path("error_code").asString()).isEqualTo("validation.failed");

        send(properties().build(), BODY.getBytes(StandardCharsets.UTF_16LE));
        assertThat(body(reply()).path("error_code").asString()).isEqualTo("validation.failed");

        send(properties().build(), "[".repeat(500_000));
        assertThat(body(reply()).path("error_code").asString()).isEqualTo("validation.failed");
        assertNothingElseCame();
    }

    @Test
    void sixteenMebibytesAreTooMuch() throws Exception {
        send(properties().build(), new byte[16 * 1024 * 1024]);

        assertThat(body(reply()).path("error_code").asString()).isEqualTo("common.payload_too_large");
        assertNothingElseCame();
    }

    @Test
    void tenTimesSixteenMebibytesAreRefusedOneByOne() throws Exception {
        byte[] body = new byte[16 * 1024 * 1024];
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            send(properties().correlationId("large " + i).build(), body);
        }
        for (int i = 0; i < 10; i++) {
            Delivery reply = reply();
            assertThat(body(reply).path("error_code").asString()).isEqualTo("common.payload_too_large");
            answered.add(reply.getProperties().getCorrelationId());
        }
        assertThat(answered).hasSize(10);
        assertNothingElseCame();
    }

    @Test
    void aReplyQueueThatIsTheServersOwnMakesNoLoop() throws Exception {
        send(properties().replyTo(rpc.queue()).build(), BODY);

        // The reply comes as a request that nobody awaits, and is dropped.
        await().until(() -> handled.get() == 1);
        assertNothingElseCame();
        assertThat(handled).hasValue(2);
    }

    @Test
    void aReplyQueueThatIsAnExchangesNameHurtsNobody() throws Exception {
        send(properties().replyTo(Topology.RPC_EXCHANGE).build(), BODY);

        assertNothingElseCame();
    }

    @Test
    void theLongestCorrelationIdComesBackAsItWas() throws Exception {
        String longest = "c".repeat(255);
        send(properties().correlationId(longest).build(), BODY);

        assertThat(reply().getProperties().getCorrelationId()).isEqualTo(longest);
        assertNothingElseCame();
    }

    @Test
    void headersAsLargeAsAFrameTakesAreNoTrouble() throws Exception {
        Map<String, Object> large =
                Map.of("x-request-id", "r".repeat(100_000), "x-unknown", List.of(1, "two", Map.of()));
        send(properties().headers(large).build(), "{}");

        assertThat(body(reply()).path("request_id").asString()).matches("[A-Za-z0-9._-]{1,64}");
        assertNothingElseCame();
    }

    @ParameterizedTest
    @MethodSource("headersOfWrongTypes")
    void aHeaderOfAWrongTypeIsAnsweredOnce(Object wrong) throws Exception {
        Map<String, Object> headers = new HashMap<>();
        for (String name : List.of("x-deadline", "x-account-id", "x-roles", "x-client-ip", "traceparent")) {
            headers.put(name, wrong);
        }
        send(properties().headers(headers).build(), "{}");

        assertThat(body(reply()).path("error_code").asString()).isEqualTo("validation.failed");
        assertNothingElseCame();
    }

    static List<Object> headersOfWrongTypes() {
        return List.of(
                true,
                1.5,
                List.of(List.of()),
                Map.of("a", Map.of("b", 1)),
                new byte[] {0, 1},
                LongStringHelper.asLongString(new byte[] {(byte) 0xff, (byte) 0xc0, 0}));
    }

    @Test
    void contentTypeAndEncodingAreNotBelieved() throws Exception {
        send(properties().contentType("image/png").contentEncoding("gzip").build(), BODY);

        assertThat(body(reply()).path("success").asBoolean()).isTrue();
    }

    @Test
    void aRequestThatNobodyAwaitsIsDropped() throws Exception {
        send(new BasicProperties.Builder().correlationId("mine").build(), BODY);

        assertNothingElseCame();
        assertThat(handled).hasValue(1);
    }

    @Test
    void aReplyQueueThatIsGoneHurtsNobody() throws Exception {
        send(properties().replyTo("no-such-queue").build(), BODY);

        assertNothingElseCame();
        assertThat(handled).hasValue(2);
    }

    @Test
    void anOperationThatIsNotServedIsNotImplemented() throws Exception {
        channel.basicPublish("", rpc.queue(), properties().build(), BODY.getBytes(StandardCharsets.UTF_8));

        assertThat(body(reply()).path("error_code").asString()).isEqualTo("common.not_implemented");
        assertNothingElseCame();
    }

    @Test
    void aRequestWhoseDeadlineHasPassedIsDroppedUndone() throws Exception {
        send(
                properties()
                        .headers(Map.of("x-deadline", System.currentTimeMillis() - 1))
                        .build(),
                BODY);

        assertNothingElseCame();
        assertThat(handled).hasValue(1);
        assertThat(server.expired()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "x-deadline, soon, x-deadline",
        "x-account-id, me, x-account-id",
        "x-account-id, 1-1-1-1-1, x-account-id",
        "x-account-id, 01993b1c-0000-7000-8000-000000000001, x-session-id",
        "x-session-id, 01993b1c-0000-7000-8000-000000000001, x-account-id",
        "x-roles, 'two  spaces', x-roles",
        "x-client-ip, 'not an address', x-client-ip",
    })
    void aMalformedHeaderIsACodedError(String header, String value, String field) throws Exception {
        send(properties().headers(Map.of(header, value)).build(), BODY);

        JsonNode body = body(reply());

        assertThat(body.path("error_code").asString()).isEqualTo("validation.failed");
        assertThat(body.path("details").path(0).path("field").asString()).isEqualTo(field);
        assertThat(handled).hasValue(0);
        assertNothingElseCame();
    }

    @Test
    void headersOfOddTypesAndAnInvalidRequestIdAreNoTrouble() throws Exception {
        Map<String, Object> odd = Map.of("x-request-id", "not valid!", "traceparent", 7, "x-scopes", Map.of("a", 1));
        send(properties().headers(odd).build(), "{}");

        assertThat(body(reply()).path("request_id").asString()).matches("[A-Za-z0-9._-]{1,64}");
        assertNothingElseCame();
    }

    @Test
    void theRequestIdOfAnErrorIsTheCallers() throws Exception {
        send(properties().headers(Map.of("x-request-id", "abc.123")).build(), "{}");

        assertThat(body(reply()).path("request_id").asString()).isEqualTo("abc.123");
    }
}
