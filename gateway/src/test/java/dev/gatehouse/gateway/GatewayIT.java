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
import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.security.TestTokens;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole gateway on a broker, with a service behind it that knows nothing but AMQP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private static final String ROUTES = """
            - {name: t.echo, http: "POST /echo/{id}", rpc: core.gwtest.rpc.echo.v1, auth: optional}
            - {name: t.mine, http: GET /mine, rpc: core.gwtest.rpc.echo.v1, timeout: PT2S}
            - {name: t.slow, http: GET /slow, rpc: core.gwtest.rpc.slow.v1, auth: none, timeout: PT0.3S}
            - {name: t.away, http: GET /away, rpc: core.gwtest.rpc.away.v1, auth: none}
            """;
    private static final TestTokens ISSUER = new TestTokens("k1");

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<Function<Received, Optional<String>>> service =
            new AtomicReference<>(received -> Optional.empty());
    private final Health health = new Health();
    private GatewayContainer gateway;
    private Connection connection;
    private FakeAuth auth;

    private record Received(AMQP.BasicProperties properties, String body) {}

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("routes")).resolve("test.yaml"), ROUTES);
        ConfigReader reader = new ConfigReader(ConfigSources.ofMap(
                "test", Map.of("server.port", "0", "amqp.uri", BROKER.uri().toString()), directory));
        GatewayConfig config = GatewayConfig.read(reader);
        reader.finish();
        gateway = new GatewayContainer(config, reader, new AdminViews(health));
        gateway.start();
        health.markStarted();
        auth = new FakeAuth(BROKER, ISSUER);
        await().atMost(Duration.ofSeconds(20)).until(health::isReady);
        connection = BROKER.connect("gateway-it-service");
        serve("core.gwtest.rpc.echo.v1", received -> service.get().apply(received));
        serve("core.gwtest.rpc.slow.v1", received -> Optional.empty());
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        auth.close();
        connection.close();
        client.close();
    }

    @Test
    void requestGoesToTheServiceAndItsReplyToTheClient() {
        service.set(received -> Optional.of("{\"success\":true,\"data\":{\"request\":" + received.body() + "}}"));
        HttpResponse<String> response = post("/echo/7", "{\"name\":\"ä\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"success\":true,\"data\":{\"request\":{\"name\":\"ä\",\"id\":\"7\"}}}");
    }

    @Test
    void serviceLearnsWhoAsks() {
        AtomicReference<Received> last = new AtomicReference<>();
        service.set(received -> {
            last.set(received);
            return Optional.of("{\"success\":true,\"data\":{}}");
        });
        HttpResponse<String> response = send(request("/mine")
                .header("Authorization", "Bearer " + ISSUER.token(Instant.now()))
                .header("X-Request-ID", "it-1"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Map<String, Object> headers = last.get().properties().getHeaders();
        assertThat(headers.get("x-account-id")).hasToString(TestTokens.ACCOUNT);
        assertThat(headers.get("x-request-id")).hasToString("it-1");
        assertThat(headers.get("x-client-ip")).hasToString("127.0.0.1");
        assertThat(last.get().properties().getCorrelationId()).isNotEqualTo("it-1");
    }

    @Test
    void garbageIsABadResponse() {
        service.set(received -> Optional.of("garbage"));
        assertError(post("/echo/1", "{}"), 502, "rpc.bad_response", "unknown");
        service.set(received -> Optional.of(""));
        assertError(post("/echo/1", "{}"), 502, "rpc.bad_response", "unknown");
    }

    @Test
    void silenceIsATimeout() {
        HttpResponse<String> response = send(request("/slow"));
        assertError(response, 504, "rpc.timeout", "unknown");
    }

    @Test
    void serviceThatIsNotThereIsUnavailable() {
        assertError(send(request("/away")), 503, "rpc.unavailable", "not_executed");
    }

    @Test
    void unknownCodeIsPassedOn() {
        service.set(received ->
                Optional.of("{\"success\":false,\"error_code\":\"orders.sold_out\",\"message\":\"Gone.\"}"));
        assertError(post("/echo/1", "{}"), 500, "orders.sold_out", "");
    }

    private void serve(String routingKey, Function<Received, Optional<String>> answers) throws IOException {
        Channel channel = connection.createChannel();
        channel.exchangeDeclare("core.rpc.v1", "topic", true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "core.rpc.v1", routingKey);
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> {
                    Received received = new Received(
                            delivery.getProperties(), new String(delivery.getBody(), StandardCharsets.UTF_8));
                    Optional<String> reply = answers.apply(received);
                    if (reply.isPresent()) {
                        channel.basicPublish(
                                "",
                                delivery.getProperties().getReplyTo(),
                                new AMQP.BasicProperties.Builder()
                                        .correlationId(delivery.getProperties().getCorrelationId())
                                        .contentType("application/json")
                                        .build(),
                                reply.get().getBytes(StandardCharsets.UTF_8));
                    }
                },
                tag -> {});
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void assertError(HttpResponse<String> response, int status, String code, String outcome) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode body = Json.mapper().readTree(response.body());
        assertThat(body.path("error_code").asString()).isEqualTo(code);
        assertThat(body.path("outcome").asString("")).isEqualTo(outcome);
        assertThat(response.headers().firstValue("X-Request-ID"))
                .contains(body.path("request_id").asString());
    }
}
