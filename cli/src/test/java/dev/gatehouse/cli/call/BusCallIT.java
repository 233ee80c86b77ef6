package dev.gatehouse.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.gatehouse.cli.UsageException;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls over a broker, to a service that is nothing but an AMQP client. */
@Timeout(60)
final class BusCallIT {
    private static final String KEY = "core.cli_test.rpc.echo.v1";
    private static final String SILENT_KEY = "core.cli_test.rpc.silent.v1";
    private static final String ACCOUNT = "0190a5a4-0000-7000-8000-000000000001";
    private static final String SESSION = "0190a5a4-0000-7000-8000-000000000002";

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private final BlockingQueue<Delivery> requests = new ArrayBlockingQueue<>(10);
    private final CallBench bench = new CallBench();
    private volatile String reply = "{\"success\":true,\"data\":{\"a\":1}}";
    private Connection connection;

    @BeforeEach
    void serve() throws IOException {
        bench.variable("GATEHOUSE_AMQP_URI", BROKER.uri().toString());
        connection = BROKER.connect("test-service");
        Channel channel = connection.createChannel();
        channel.exchangeDeclare("core.rpc.v1", "topic", true);
        String queue = channel.queueDeclare("", false, true, true, Map.of()).getQueue();
        channel.queueBind(queue, "core.rpc.v1", KEY);
        channel.basicConsume(queue, true, (tag, request) -> answer(channel, request), tag -> {});
        String silent = channel.queueDeclare("", false, true, true, Map.of()).getQueue();
        channel.queueBind(silent, "core.rpc.v1", SILENT_KEY);
    }

    private void answer(Channel channel, Delivery request) throws IOException {
        requests.add(request);
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId(request.getProperties().getCorrelationId())
                .contentType("application/json")
                .build();
        channel.basicPublish(
                "", request.getProperties().getReplyTo(), properties, reply.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
    }

    private Delivery request() throws InterruptedException {
        Delivery request = requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    @Test
    void replyIsPrinted() throws InterruptedException {
        CallBench.Run run = bench.run(KEY, "{\"order_id\": \"42\"}");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                {
                  "success" : true,
                  "data" : {
                    "a" : 1
                  }
                }
                """);
        Delivery request = request();
        assertThat(new String(request.getBody(), StandardCharsets.UTF_8)).isEqualTo("{\"order_id\": \"42\"}");
        assertThat(request.getProperties().getHeaders())
                .containsKeys("x-request-id", "x-deadline")
                .doesNotContainKeys("x-account-id", "x-scopes");
        assertThat(bench.run(KEY, "--raw").out()).isEqualTo(reply);
        assertThat(new String(request().getBody(), StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    @Test
    void callerIsToldAsTheGatewayWould() throws InterruptedException {
        bench.run(KEY, "--account", ACCOUNT, "--session", SESSION, "--scopes", "a b", "--roles", "admin");
        Map<String, Object> headers = request().getProperties().getHeaders();
        assertThat(headers.get("x-account-id")).hasToString(ACCOUNT);
        assertThat(headers.get("x-session-id")).hasToString(SESSION);
        assertThat(headers.get("x-scopes")).hasToString("a b");
        assertThat(headers.get("x-roles")).hasToString("admin");
    }

    @Test
    void failureIsPrintedAndCounts() {
        reply = "{\"success\":false,\"error_code\":\"orders.unknown\",\"message\":\"There is no such order.\"}";
        CallBench.Run run = bench.run(KEY);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("\"error_code\" : \"orders.unknown\"");
    }

    @Test
    void replyThatIsNoEnvelopeIsShownAndTold() {
        reply = "[1]";
        CallBench.Run run = bench.run(KEY, "--raw");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("[1]");
        assertThat(run.err()).contains("not an envelope", "rpc.bad_response");
    }

    @Test
    void keyWithoutAQueueIsToldAtOnce() {
        long begun = System.nanoTime();
        CallBench.Run run = bench.run("core.cli_test.rpc.nobody.v1", "--timeout", "PT50S");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("\"error_code\" : \"rpc.unavailable\"", "\"outcome\" : \"not_executed\"");
        assertThat(run.err()).isEqualTo("no queue is bound to core.cli_test.rpc.nobody.v1: nobody got the request\n");
    }

    @Test
    void noReplyInTimeIsTold() {
        CallBench.Run run = bench.run(SILENT_KEY, "--timeout", "PT0.3S");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("\"error_code\" : \"rpc.timeout\"", "\"outcome\" : \"unknown\"");
        assertThat(run.err()).contains("no reply to " + SILENT_KEY + " within PT0.3S");
    }

    @Test
    void brokerThatCannotBeReachedIsToldWithoutThePassword() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        CallBench.Run run = bench.run(KEY, "--amqp", "amqp://me:s3cret@127.0.0.1:" + port);
        assertThat(run.status()).isEqualTo(CallCommand.UNREACHED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("amqp://127.0.0.1:" + port + ": connection refused: no broker listens there\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "core.a.v1 [1] | one JSON object",
                "core.a.v1 {} {} | RPC-KEY [JSON]",
                "core.a.v1 --account 0190a5a4-0000-7000-8000-000000000001 | go together",
                "core.a.v1 --scopes a | go together",
                "core.a.v1 --account 1-2-3-4-5 --session 1-2-3-4-5 | must be a UUID",
                "core.a.v1 --token x | --token is for a request over HTTP",
                "core.a.v1 -i | -i is for a request over HTTP",
                "core.a.v1 --amqp http://u:s3cret@h | --amqp: amqp.uri"
            })
    void whatIsNotUnderstoodIsTold(String line, String message) {
        assertThatThrownBy(() -> bench.run(line.split(" ", -1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }
}
