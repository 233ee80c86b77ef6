package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.telemetry.LogEncoder;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The server as it bears a client of the bus that sends what no library would. */
@Timeout(60)
class HostileClientIT {
    private static final byte[] BODY = "{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final BlockingQueue<JsonNode> replies = new LinkedBlockingQueue<>();
    private final RpcHarness rpc = new RpcHarness(BROKER);
    private final Connection connection = BROKER.connect("hostile-client");
    private final Channel channel = connection.createChannel();
    private final String replyQueue = channel.queueDeclare().getQueue();

    HostileClientIT() throws IOException {
        rpc.server(rpc.operation("echo", (context, request) -> request));
    }

    @BeforeEach
    void consume() throws IOException {
        log.start();
        root.addAppender(log);
        channel.basicConsume(
                replyQueue,
                true,
                (tag, delivery) -> replies.add(Json.mapper().readTree(delivery.getBody())),
                tag -> {});
    }

    @AfterEach
    void close() throws Exception {
        root.detachAppender(log);
        connection.close();
        rpc.close();
    }

    private BasicProperties.Builder properties() {
        return new BasicProperties.Builder().replyTo(replyQueue).correlationId("mine");
    }

    private JsonNode reply() throws InterruptedException {
        JsonNode reply = replies.poll(10, TimeUnit.SECONDS);
        assertThat(reply).as("a reply").isNotNull();
        return reply;
    }

    private JsonNode answer(BasicProperties properties) throws Exception {
        channel.basicPublish(Topology.RPC_EXCHANGE, rpc.method("echo").routingKey(), properties, BODY);
        return reply();
    }

    private boolean succeeds(BasicProperties properties) throws Exception {
        return answer(properties).path("success").asBoolean();
    }

    /** The library puts three bytes in the place of each that is no UTF-8: what could be read could not be sent back, and came for ever. */
    @Test
    void propertiesThatAreNoTextCostTheirOwnRequestOnly() throws Exception {
        String marks = "m".repeat(255);
        sendWithBytesFor(marks, properties().correlationId(marks).build());
        assertThat(reply().path("success").asBoolean()).isTrue();

        sendWithBytesFor(marks, properties().replyTo(marks).build());
        assertThat(succeeds(properties().build())).isTrue();
    }

    /** Sends a request in whose properties each letter m has become a byte that is no UTF-8. */
    private void sendWithBytesFor(String marks, BasicProperties properties) throws IOException {
        byte[] body = BODY;
        int number = channel.getChannelNumber();
        AMQConnection frames = (AMQConnection) connection;
        frames.writeFrame(new AMQImpl.Basic.Publish(
                        0, Topology.RPC_EXCHANGE, rpc.method("echo").routingKey(), false, false)
                .toFrame(number));
        byte[] header = properties.toFrame(number, body.length).getPayload();
        int at = new String(header, StandardCharsets.ISO_8859_1).indexOf(marks);
        Arrays.fill(header, at, at + marks.length(), (byte) 0xFF);
        frames.writeFrame(frame(AMQP.FRAME_HEADER, number, header));
        frames.writeFrame(frame(AMQP.FRAME_BODY, number, body));
        frames.flush();
    }

    private static Frame frame(int type, int channelNumber, byte[] payload) throws IOException {
        Frame frame = new Frame(type, channelNumber);
        frame.getOutputStream().write(payload);
        return frame;
    }

    /** Once the stack overflowed, which was told in 1,024 lines. */
    @ParameterizedTest
    @ValueSource(strings = {"x-roles", "x-scopes"})
    void aHundredThousandCharactersOfWordsAreAnOrdinaryMistake(String header) throws Exception {
        JsonNode answer =
                answer(properties().headers(Map.of(header, "a ".repeat(50_000))).build());

        assertThat(answer.path("error_code").asString()).isEqualTo("validation.failed");
        assertThat(answer.path("details").path(0).path("code").asString()).isEqualTo("max_length");
        assertThat(List.copyOf(log.list))
                .extracting(ILoggingEvent::getThrowableProxy)
                .containsOnlyNulls();
    }

    @Test
    void whatItSendsReachesTheLogEscapedOrNotAtAll() throws Exception {
        String hostile = "a\u2028b\u0085c\u202ed\n2026-01-31T12:00:00.000Z ERROR forged";
        channel.queueBind(rpc.queue(), Topology.RPC_EXCHANGE, hostile);
        Map<String, Object> headers = Map.of("x-request-id", hostile, "traceparent", hostile, "x-client-ip", hostile);
        BasicProperties properties =
                properties().headers(headers).messageId(hostile).build();
        channel.basicPublish(Topology.RPC_EXCHANGE, hostile, properties, BODY);
        reply();
        assertThat(succeeds(properties().build())).isTrue();

        LogEncoder encoder = new LogEncoder();
        String lines = List.copyOf(log.list).stream()
                .map(line -> new String(encoder.encode(line), StandardCharsets.UTF_8))
                .reduce("", String::concat);
        assertThat(lines).matches("[ -~\r\n]+").doesNotContain("\n2026-01-31T12:00:00.000Z ERROR");
        assertThat(lines.lines()).hasSize(log.list.size());
    }
}
