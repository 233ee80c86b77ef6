package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.admin.AdminViews;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.gateway.security.TestTokens;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.RedisFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one broker and one Redis. */
class IdempotencyIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TestTokens ISSUER = new TestTokens("k1");

    private final TcpProxy network = TcpProxy.to(REDIS.host(), REDIS.port());
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> messageIds = new CopyOnWriteArrayList<>();
    /** Opened: the service answers. */
    private volatile CountDownLatch answers = new CountDownLatch(0);

    /** What the service answers next, where it is not success. */
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private final String key = UUID.randomUUID().toString();
    private FakeAuth auth;
    private Connection connection;
    private GatewayContainer one;
    private GatewayContainer two;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(
                Files.createDirectory(directory.resolve("routes")).resolve("test.yaml"),
                "- {name: t.pay, http: POST /pay, rpc: core.idemtest.rpc.pay.v1, auth: none, idempotent: true, timeout: PT10S}\n");
        auth = new FakeAuth(BROKER, ISSUER);
        connection = BROKER.connect("idempotency-it-service");
        serve();
        one = gateway();
        two = gateway();
        REDIS.deleteKeys();
        messageIds.clear();
    }

    @AfterEach
    void stop() throws IOException {
        one.close();
        two.close();
        auth.close();
        connection.close();
        client.close();
        network.close();
        REDIS.deleteKeys();
    }

    @Test
    void theOtherGatewayReplaysTheFirstAnswer() {
        HttpResponse<String> first = pay(one, "{}");
        HttpResponse<String> second = pay(two, "{}");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(pay(two, "{\"other\":1}").statusCode()).isEqualTo(409);
        assertThat(messageIds).hasSize(1);
    }

    @Test
    void allTriesGoOutUnderOneMessageIdFromWhicheverGateway() {
        failures.add("{\"success\":false,\"error_code\":\"common.internal_error\",\"message\":\"m\"}");
        assertThat(pay(one, "{}").statusCode()).isEqualTo(500);
        assertThat(pay(two, "{}").statusCode()).isEqualTo(200);
        assertThat(messageIds).hasSize(2);
        assertThat(messageIds.get(0)).isEqualTo(messageIds.get(1)).hasSize(36);
    }

    @Test
    void anAnswerOutlivesItsGateway() {
        HttpResponse<String> first = pay(one, "{}");
        one.close();
        one = gateway();
        messageIds.clear();
        HttpResponse<String> second = pay(one, "{}");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(messageIds).isEmpty();
    }

    @Test
    void ofManyOnBothAtOnceOneIsDone() {
        answers = new CountDownLatch(1);
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(client.sendAsync(request(i % 2 == 0 ? one : two, "{}"), HttpResponse.BodyHandlers.ofString()));
        }
        await().atMost(SOON).until(() -> messageIds.size() == 1);
        answers.countDown();
        List<HttpResponse<String>> responses =
                all.stream().map(CompletableFuture::join).toList();
        assertThat(responses).allMatch(response -> response.statusCode() == 200);
        assertThat(responses)
                .extracting(HttpResponse::body)
                .containsOnly(responses.getFirst().body());
        assertThat(responses)
                .filteredOn(response ->
                        response.headers().firstValue("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(messageIds).hasSize(1);
    }

    @Test
    void withoutRedisOnlyRequestsWithoutAKeyGoOn() {
        network.refuse();
        await().atMost(SOON).untilAsserted(() -> {
            HttpResponse<String> refused = pay(one, "{}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("\"common.unavailable\"", "\"not_executed\"");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        });
        int before = messageIds.size();
        assertThat(send(HttpRequest.newBuilder(uri(one))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build())
                        .statusCode())
                .isEqualTo(200);
        assertThat(messageIds).hasSize(before + 1);
        network.heal();
        await().atMost(SOON).until(() -> pay(one, "{}").statusCode() == 200);
    }

    @Test
    void aRedisThatIsLostInTheMiddleCostsNobodyHisAnswer() {
        answers = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> first =
                client.sendAsync(request(one, "{}"), HttpResponse.BodyHandlers.ofString());
        await().atMost(SOON).until(() -> messageIds.size() == 1);
        network.refuse();
        answers.countDown();
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    private GatewayContainer gateway() {
        Health health = new Health();
        ConfigReader reader = new ConfigReader(ConfigSources.ofMap(
                "test",
                Map.of(
                        "server.port", "0",
                        "amqp.uri", BROKER.uri().toString(),
                        "redis.uri", REDIS.uriThrough(network).toString(),
                        "redis.key-prefix", REDIS.keyPrefix()),
                directory));
        GatewayConfig config = GatewayConfig.read(reader);
        reader.finish();
        GatewayContainer gateway = new GatewayContainer(config, reader, new AdminViews(health));
        gateway.start();
        health.markStarted();
        await().atMost(SOON).until(health::isReady);
        // Redis is no part of being ready.
        String warm = UUID.randomUUID().toString();
        await().atMost(SOON).until(() -> send(request(gateway, "{}", warm)).statusCode() == 200);
        return gateway;
    }

    private void serve() throws IOException {
        Channel channel = connection.createChannel();
        channel.exchangeDeclare("core.rpc.v1", "topic", true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "core.rpc.v1", "core.idemtest.rpc.pay.v1");
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> {
                    messageIds.add(delivery.getProperties().getMessageId());
                    awaited(answers);
                    channel.basicPublish(
                            "",
                            delivery.getProperties().getReplyTo(),
                            new AMQP.BasicProperties.Builder()
                                    .correlationId(delivery.getProperties().getCorrelationId())
                                    .contentType("application/json")
                                    .build(),
                            reply().getBytes(StandardCharsets.UTF_8));
                },
                tag -> {});
    }

    private String reply() {
        String failure = failures.poll();
        return failure == null ? "{\"success\":true,\"data\":{\"id\":\"" + UUID.randomUUID() + "\"}}" : failure;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> pay(GatewayContainer gateway, String body) {
        return send(request(gateway, body));
    }

    private HttpRequest request(GatewayContainer gateway, String body) {
        return request(gateway, body, key);
    }

    private static HttpRequest request(GatewayContainer gateway, String body, String key) {
        return HttpRequest.newBuilder(uri(gateway))
                .timeout(SOON)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static URI uri(GatewayContainer gateway) {
        return URI.create("http://127.0.0.1:" + gateway.port() + "/pay");
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
