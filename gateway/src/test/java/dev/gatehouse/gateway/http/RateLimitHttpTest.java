package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.proxy.AddressRange;
import dev.gatehouse.gateway.proxy.ProxyConfig;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RateLimitHttpTest {
    private static final String ROUTES = """
            - {name: t.ip, http: POST /ip, rpc: core.t.rpc.ip.v1, auth: none, body-limit: 1KiB, rate-limit: {per: ip, limit: 2, period: PT1H}}
            - {name: t.mine, http: GET /mine, rpc: core.t.rpc.mine.v1, rate-limit: {per: account, limit: 1, period: PT1H, burst: 2}}
            - {name: t.all, http: GET /all, auth: none, respond: {data: {}}, rate-limit: {per: route, limit: 1, period: PT24H, burst: 1}}
            - {name: t.maybe, http: GET /maybe, rpc: core.t.rpc.maybe.v1, auth: optional, rate-limit: {per: account, limit: 1, period: PT1H}}
            - {name: t.secret, http: GET /secret, rpc: core.t.rpc.secret.v1, rate-limit: {per: ip, limit: 2, period: PT1H}}
            - {name: t.shared, http: GET /shared, rpc: core.t.rpc.shared.v1, rate-limit: {per: route, limit: 2, period: PT1H}}
            - {name: t.free, http: GET /free, auth: none, respond: {data: {}}}
            """;

    @TempDir
    Path directory;

    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.start(directory, ROUTES);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void everyAnswerOfALimitedRouteTellsWhereTheClientStands() {
        assertStanding(gateway.post("/ip", "{}"), 200, "2", "1", "1800");
        // Refused for another reason, and counted all the same.
        assertStanding(gateway.post("/ip", "["), 400, "2", "0", "3600");
        HttpResponse<String> refused = gateway.post("/ip", "{}");
        assertStanding(refused, 429, "2", "0", "3600");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1800");
        JsonNode body = Json.mapper().readTree(refused.body());
        assertThat(body.path("error_code").asString()).isEqualTo("common.rate_limited");
        assertThat(body.path("retry_after").asLong()).isEqualTo(1800);
        assertThat(gateway.requests).hasSize(1);
    }

    @Test
    void anUnlimitedRouteTellsNothing() {
        assertThat(gateway.get("/free").headers().firstValue("RateLimit-Limit")).isEmpty();
    }

    @Test
    void whoIsNotLetInIsNotCounted() {
        HttpResponse<String> stranger = gateway.get("/mine");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("RateLimit-Limit")).isEmpty();
        assertThat(mine().statusCode()).isEqualTo(200);
        assertThat(mine().statusCode()).isEqualTo(200);
        assertThat(mine().statusCode()).isEqualTo(429);
    }

    @Test
    void whoGuessesTokensIsCountedByAddressBeforeTheyAreChecked() {
        assertThat(guess("/secret").statusCode()).isEqualTo(401);
        assertStanding(guess("/secret"), 401, "2", "0", "3600");
        assertStanding(guess("/secret"), 429, "2", "0", "3600");
        assertThat(gateway.send(gateway.request("/secret").header("Authorization", "Bearer " + gateway.token()))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void guessedTokensTakeNothingFromAccountsOrFromEverybody() {
        for (String path : List.of("/mine", "/shared")) {
            assertThat(guess(path).statusCode()).isEqualTo(401);
            assertStanding(guess(path), 401, "2", "0", path.equals("/mine") ? "7200" : "3600");
            assertThat(guess(path).statusCode()).isEqualTo(429);
            HttpResponse<String> honest =
                    gateway.send(gateway.request(path).header("Authorization", "Bearer " + gateway.token()));
            assertThat(honest.statusCode()).isEqualTo(200);
            assertThat(honest.headers().firstValue("RateLimit-Remaining")).contains("1");
        }
    }

    @Test
    void clientsWithoutATokenAreCountedByTheAddressThatTrustedProxiesTell() {
        EdgeConfig edge = EdgeConfig.DEFAULT;
        ProxyConfig loopback =
                new ProxyConfig(List.of(AddressRange.parse("127.0.0.0/8").orElseThrow()), ProxyConfig.DEFAULT_HEADER);
        Tunables before = gateway.tunables;
        gateway.tunables = new Tunables(
                new EdgeConfig(edge.concurrentRequests(), edge.requestTimeout(), loopback, edge.answers()),
                before.routes(),
                before.pages(),
                before.answers());
        assertThat(maybe("203.0.113.1").statusCode()).isEqualTo(200);
        assertThat(maybe("198.51.100.9, 203.0.113.1").statusCode()).isEqualTo(429);
        assertThat(maybe("203.0.113.2").statusCode()).isEqualTo(200);
        assertThat(maybe("2001:db8::1").statusCode()).isEqualTo(200);
        assertThat(maybe("2001:db8::2").statusCode()).isEqualTo(429);

        gateway.tunables = before;
        assertThat(maybe("203.0.113.3").statusCode()).isEqualTo(200);
        assertThat(maybe("203.0.113.4").statusCode()).isEqualTo(429);
    }

    @Test
    void aRefusedBodyIsNotReadIntoMemoryAndTheConnectionGoesOn() throws IOException {
        gateway.post("/ip", "{}");
        gateway.post("/ip", "{}");
        try (RawClient raw = new RawClient(gateway.server.port())) {
            for (int i = 0; i < 2; i++) {
                raw.write("POST /ip HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n"
                        + "x".repeat(100_000));
                assertThat(raw.readResponse()).startsWith("HTTP/1.1 429");
            }
            raw.write("GET /free HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(raw.readResponse()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void anUnchangedLimitKeepsItsBudgetOverAReloadAndAChangedOneBeginsAnew() throws IOException {
        assertThat(gateway.get("/all").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/all").statusCode()).isEqualTo(429);
        gateway.reload(directory, ROUTES);
        assertThat(gateway.get("/all").statusCode()).isEqualTo(429);
        gateway.reload(directory, ROUTES.replace("limit: 1, period: PT24H, burst: 1", "limit: 3, period: PT24H"));
        assertStanding(gateway.get("/all"), 200, "3", "2", "28800");
        gateway.reload(directory, ROUTES.replace(", rate-limit: {per: route, limit: 1, period: PT24H, burst: 1}", ""));
        assertThat(gateway.get("/all").headers().firstValue("RateLimit-Limit")).isEmpty();
    }

    private HttpResponse<String> maybe(String forwardedFor) {
        return gateway.send(gateway.request("/maybe").header("X-Forwarded-For", forwardedFor));
    }

    private HttpResponse<String> guess(String path) {
        return gateway.send(gateway.request(path).header("Authorization", "Bearer a.b.c"));
    }

    private HttpResponse<String> mine() {
        return gateway.send(gateway.request("/mine").header("Authorization", "Bearer " + gateway.token()));
    }

    private static void assertStanding(
            HttpResponse<String> response, int status, String limit, String remaining, String reset) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("RateLimit-Limit")).contains(limit);
        assertThat(response.headers().firstValue("RateLimit-Remaining")).contains(remaining);
        assertThat(response.headers().firstValue("RateLimit-Reset")).contains(reset);
    }
}
