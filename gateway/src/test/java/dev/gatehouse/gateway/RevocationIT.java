package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.admin.AdminViews;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.contract.AuthEvents;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventCodec;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.security.TestTokens;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A gateway that learns over the bus which sessions have been revoked, through a network that breaks. */
@Timeout(60)
class RevocationIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private static final String ROUTES = """
            - {name: t.mine, http: GET /mine, respond: {data: {}}}
            - {name: t.either, http: GET /either, auth: optional, respond: {data: {}}}
            - {name: t.open, http: GET /open, auth: none, respond: {data: {}}}
            """;
    private static final TestTokens ISSUER = new TestTokens("k1");

    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Health health = new Health();
    private final UUID session = UUID.randomUUID();
    private final String token = token(session);
    private TcpProxy proxy;
    private FakeAuth auth;
    private GatewayContainer gateway;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(Files.createDirectory(dir.resolve("routes")).resolve("test.yaml"), ROUTES);
        proxy = TcpProxy.to(BROKER.host(), BROKER.port());
        auth = new FakeAuth(BROKER, ISSUER);
        ConfigReader reader = new ConfigReader(ConfigSources.ofMap(
                "test",
                Map.of(
                        "server.port", "0",
                        "amqp.uri", BROKER.uriThrough(proxy).toString(),
                        "rpc.timeout", "PT1S"),
                dir));
        GatewayConfig config = GatewayConfig.read(reader);
        reader.finish();
        gateway = new GatewayContainer(config, reader, new AdminViews(health));
    }

    private void startGateway() {
        gateway.start();
        health.markStarted();
    }

    private void startReadyGateway() {
        startGateway();
        awaitReady();
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(20)).until(health::isReady);
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        auth.close();
        proxy.close();
        client.close();
    }

    @Test
    void tokenOfARevokedSessionIsRefusedWithinASecond() throws Exception {
        startReadyGateway();
        assertThat(get("/mine", token).statusCode()).isEqualTo(200);

        auth.revoke(session);

        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> get("/mine", token).statusCode() != 200);
        HttpResponse<String> refused = get("/mine", token);
        assertError(refused, 401, "auth.invalid_token", "");
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains("invalid_token"));
        assertError(get("/either", token), 401, "auth.invalid_token", "");
        assertThat(get("/mine", token(UUID.randomUUID())).statusCode()).isEqualTo(200);
    }

    @Test
    void everyOneOfManyRevocationsIsNoticedWithinASecond() throws Exception {
        startReadyGateway();
        for (int i = 0; i < 100; i++) {
            UUID one = UUID.randomUUID();
            String its = token(one);
            assertThat(get("/mine", its).statusCode()).isEqualTo(200);
            long begun = System.nanoTime();
            auth.revoke(one);
            while (get("/mine", its).statusCode() == 200) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void sessionThatWasRevokedBeforeTheStartIsKnown() throws Exception {
        auth.revoke(session);
        startReadyGateway();
        assertError(get("/mine", token), 401, "auth.invalid_token", "");
    }

    @Test
    void gatewayThatWasCutOffNeverTrustsATokenThatWasRevokedMeanwhile() throws Exception {
        startReadyGateway();
        assertThat(get("/mine", token).statusCode()).isEqualTo(200);

        proxy.refuse();
        await().until(() -> get("/mine", token).statusCode() != 200);
        assertError(get("/mine", token), 503, "rpc.unavailable", "not_executed");
        auth.revoke(session);
        proxy.heal();

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            int status = get("/mine", token).statusCode();
            assertThat(status).isIn(503, 401);
            return status == 401;
        });
        awaitReady();
        assertThat(get("/mine", token(UUID.randomUUID())).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutTheListNoTokenIsTrustedAndWhatNeedsNoneGoesOn() throws Exception {
        auth.beSilent(true);
        startGateway();
        await().until(() -> get("/open", token).statusCode() == 200);
        await().untilAsserted(() -> assertError(get("/mine", token), 503, "rpc.unavailable", "not_executed"));
        assertError(get("/either", token), 503, "rpc.unavailable", "not_executed");
        assertThat(send(request("/either")).statusCode()).isEqualTo(200);
        assertThat(health.isReady()).isFalse();

        auth.beSilent(false);
        awaitReady();
        assertThat(get("/mine", token).statusCode()).isEqualTo(200);
    }

    @Test
    void aFloodOfMalformedRevocationsLocksNobodyOut() throws Exception {
        startReadyGateway();
        byte[] malformed = EventCodec.write(new Event(
                UUID.randomUUID(),
                URI.create("/nobody"),
                AuthEvents.SESSION_REVOKED.name(),
                "s",
                Instant.now(),
                Json.mapper().createObjectNode().put("session_id", "none")));
        try (Connection other = BROKER.connect("test-flood")) {
            Channel channel = other.createChannel();
            for (int i = 0; i < 2_000; i++) {
                channel.basicPublish(
                        "core.events.v1", AuthEvents.SESSION_REVOKED.name(), new BasicProperties(), malformed);
                if (i % 50 == 0) {
                    assertThat(get("/mine", token).statusCode()).isEqualTo(200);
                }
            }
        }
        auth.revoke(session);

        await().atMost(Duration.ofSeconds(10)).until(() -> get("/mine", token).statusCode() == 401);
        assertThat(get("/mine", token(UUID.randomUUID())).statusCode()).isEqualTo(200);
    }

    private static String token(UUID session) {
        Map<String, Object> claims = TestTokens.claims(Instant.now());
        claims.put("sid", session.toString());
        return ISSUER.token(ISSUER.header(), claims);
    }

    private HttpResponse<String> get(String path, String bearer) {
        return send(request(path).header("Authorization", "Bearer " + bearer));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .timeout(Duration.ofSeconds(20));
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
    }
}
