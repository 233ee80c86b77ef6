package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.gateway.http.TestGateway;
import dev.gatehouse.gateway.push.TopicRules;
import dev.gatehouse.gateway.security.SessionRevocations.Standing;
import dev.gatehouse.gateway.security.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SessionTest {
    private static final String ROUTES = """
            - name: test.echo
              rpc: core.test.rpc.echo.v1
            - name: test.admin
              rpc: core.test.rpc.admin.v1
              roles: [admin]
            - name: test.limited
              rpc: core.test.rpc.limited.v1
              rate-limit: {per: account, limit: 1, period: PT1M, burst: 1}
            - name: test.token
              rpc: core.test.rpc.token.v1
              bearer-as: access_token
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

    private RawWebSocket connect() throws IOException {
        RawWebSocket client = RawWebSocket.withToken(gateway.port(), gateway.token());
        assertThat(client.answer)
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        return client;
    }

    private void within(WebSocketConfig.Times times) {
        WebSocketConfig now = gateway.webSocket;
        gateway.webSocket = new WebSocketConfig(now.door(), times, now.bounds(), now.resume(), now.topics());
    }

    private void bounded(WebSocketConfig.Bounds bounds) {
        WebSocketConfig now = gateway.webSocket;
        gateway.webSocket = new WebSocketConfig(now.door(), now.times(), bounds, now.resume(), now.topics());
    }

    private void door(WebSocketConfig.Door door) {
        WebSocketConfig now = gateway.webSocket;
        gateway.webSocket = new WebSocketConfig(door, now.times(), now.bounds(), now.resume(), now.topics());
    }

    private String token(Map<String, Object> other) {
        Map<String, Object> claims = TestTokens.claims(Instant.now());
        claims.putAll(other);
        return TestGateway.ISSUER.token(TestGateway.ISSUER.header(), claims);
    }

    @Test
    void aHeaderAuthenticates() throws IOException {
        try (RawWebSocket client = connect()) {
            assertThat(client.answer)
                    .contains("Sec-WebSocket-Protocol: gatehouse.v1\r\n")
                    .contains("X-Request-ID: ");
            JsonNode hello = client.message();
            assertThat(hello.path("type").asString()).isEqualTo("hello");
            assertThat(hello.path("v").asInt()).isEqualTo(1);
            assertThat(UUID.fromString(hello.path("connection_id").asString()).version())
                    .isEqualTo(7);
            assertThat(hello.path("account_id").asString()).isEqualTo(TestTokens.ACCOUNT);
            assertThat(hello.path("heartbeat_sec").asInt()).isEqualTo(25);
            assertThat(hello.path("expires_in").asInt()).isBetween(890, 900);
            assertThat(hello.path("resume_sec").asInt()).isEqualTo(30);
        }
    }

    @Test
    void aSubprotocolAuthenticatesAndIsNotEchoed() throws IOException {
        try (RawWebSocket client = new RawWebSocket(
                gateway.port(), "/v1/connect", "Sec-WebSocket-Protocol: gatehouse.v1, bearer." + gateway.token())) {
            assertThat(client.answer)
                    .contains("Sec-WebSocket-Protocol: gatehouse.v1\r\n")
                    .doesNotContain("bearer");
            assertThat(client.message().path("type").asString()).isEqualTo("hello");
        }
    }

    @Test
    void theFirstFrameAuthenticates() throws IOException {
        try (RawWebSocket client = new RawWebSocket(gateway.port(), "/v1/connect")) {
            assertThat(client.answer).startsWith("HTTP/1.1 101 ").doesNotContain("Sec-WebSocket-Protocol");
            client.send("{\"type\":\"auth\",\"access_token\":\"" + gateway.token() + "\"}");
            assertThat(client.message().path("type").asString()).isEqualTo("hello");
        }
    }

    @Test
    void whoeverDoesNotAuthenticateInTimeIsClosed() throws IOException {
        within(new WebSocketConfig.Times(Duration.ofMillis(300), Duration.ofSeconds(25), Duration.ofSeconds(1)));
        try (RawWebSocket client = new RawWebSocket(gateway.port(), "/v1/connect")) {
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void whoeverSaysAnythingElseFirstIsClosed() throws IOException {
        try (RawWebSocket client = new RawWebSocket(gateway.port(), "/v1/connect")) {
            client.send("{\"type\":\"ping\"}");
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aBadTokenInTheFirstFrameIsToldAndClosed() throws IOException {
        try (RawWebSocket client = new RawWebSocket(gateway.port(), "/v1/connect")) {
            client.send("{\"type\":\"auth\",\"access_token\":\"x.y.z\"}");
            JsonNode error = client.message();
            assertThat(error.path("type").asString()).isEqualTo("error");
            assertThat(error.has("id")).isFalse();
            assertThat(error.path("error").path("error_code").asString()).isEqualTo("auth.invalid_token");
            assertThat(error.path("error").has("success")).isFalse();
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aRefusedUpgradeIsACodedAnswer() throws IOException {
        refused(401, "auth.invalid_token", "/v1/connect", "Authorization: Bearer nonsense");
        refused(401, "auth.invalid_token", "/v1/connect", "Authorization: Basic eDp5");
        refused(401, "auth.invalid_token", "/v1/connect?access_token=" + gateway.token());
        refused(403, "auth.forbidden", "/v1/connect", "Origin: https://evil.example");
        refused(400, "validation.failed", "/v1/connect", "Sec-WebSocket-Protocol: other");
        assertThat(gateway.raw(
                        "GET /v1/connect HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("must be Upgrade");
        gateway.pushes.open = false;
        refused(503, "rpc.unavailable", "/v1/connect");
        gateway.pushes.open = true;
        door(new WebSocketConfig.Door(true, java.util.List.of(), false, 1, 20));
        try (RawWebSocket client = connect()) {
            client.message("hello");
            refused(503, "common.overloaded", "/v1/connect");
        }
        assertThat(gateway.get("/v1/connect").statusCode()).isEqualTo(400);
        door(new WebSocketConfig.Door(false, java.util.List.of(), false, 1, 20));
        refused(404, "common.not_found", "/v1/connect");
    }

    private void refused(int status, String code, String path, String... headers) throws IOException {
        try (RawWebSocket client = new RawWebSocket(gateway.port(), path, headers)) {
            assertThat(client.answer).startsWith("HTTP/1.1 " + status + " ").contains("X-Request-ID: ");
            assertThat(client.refusal().path("error_code").asString()).isEqualTo(code);
        }
    }

    @Test
    void anUpgradeInAbsoluteFormIsAnUpgrade() throws IOException {
        try (RawWebSocket client =
                new RawWebSocket(gateway.port(), "http://127.0.0.1:" + gateway.port() + "/v1/connect")) {
            assertThat(client.answer).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void anUpgradeThatCannotBeMadeIsToldWhy() throws IOException {
        refused(400, "validation.failed", "/v1/connect", "Content-Length: 5");
        refused(400, "validation.failed", "/v1/connect", "Transfer-Encoding: chunked");
        assertThat(gateway.raw(request().replace("websocket", "websockets"))).startsWith("HTTP/1.1 400 ");
    }

    /** RFC 6455, section 4.2.1. */
    @Test
    void theNameOfTheProtocolHasNoCase() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            client.getOutputStream()
                    .write(request().replace("websocket", "WEBSocket").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 101");
        }
    }

    /** Ends the connection behind its answer. */
    private String request() {
        return new String(RawWebSocket.request(gateway.port(), "/v1/connect"), StandardCharsets.US_ASCII)
                .replace("Connection: Upgrade", "Connection: Upgrade, close");
    }

    @Test
    void aClientOfAnotherVersionIsToldWhichOneIsSpoken() throws IOException {
        for (String version : java.util.List.of("12", "14", "8", "013", "x")) {
            assertThat(gateway.raw(request().replace("-Version: 13", "-Version: " + version)))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Sec-WebSocket-Version: 13\r\n");
        }
        assertThat(gateway.raw(request().replace("Sec-WebSocket-Version: 13\r\n", "")))
                .startsWith("HTTP/1.1 400 ")
                .contains("Sec-WebSocket-Version: 13\r\n");
        assertThat(gateway.raw(request().replace("-Key: ", "-Key: x"))).doesNotContain("Sec-WebSocket-Version");
    }

    @Test
    void aTokenInTheUrlCountsWhereItMay() throws IOException {
        door(new WebSocketConfig.Door(true, java.util.List.of(), true, 10, 20));
        try (RawWebSocket client = new RawWebSocket(gateway.port(), "/v1/connect?access_token=" + gateway.token())) {
            assertThat(client.message().path("type").asString()).isEqualTo("hello");
        }
    }

    @Test
    void pagesOfTheGatewaysOwnHostAndOfTheListMayConnect() throws IOException {
        door(new WebSocketConfig.Door(true, java.util.List.of("https://*.app.example.com"), false, 10, 20));
        for (String origin : java.util.List.of("http://127.0.0.1:" + gateway.port(), "https://one.app.example.com")) {
            try (RawWebSocket client = new RawWebSocket(gateway.port(), "/v1/connect", "Origin: " + origin)) {
                assertThat(client.answer).startsWith("HTTP/1.1 101 ");
            }
        }
        refused(403, "auth.forbidden", "/v1/connect", "Origin: https://app.example.com");
    }

    @Test
    void aStarLetsEveryPageConnect() throws IOException {
        door(new WebSocketConfig.Door(true, java.util.List.of("*"), false, 10, 20));
        for (String origin : java.util.List.of("https://app.example.com", "http://localhost:3000", "null")) {
            try (RawWebSocket client = new RawWebSocket(gateway.port(), "/v1/connect", "Origin: " + origin)) {
                assertThat(client.answer).startsWith("HTTP/1.1 101 ");
            }
        }
    }

    @Test
    void aCommandGoesByItsRoute() throws IOException {
        gateway.answer("{\"success\":true,\"data\":{\"n\":1.10}}");
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send("{\"type\":\"command\",\"id\":\"c1\",\"domain\":\"test\",\"command\":\"echo\","
                    + "\"payload\":{\"a\":1.00},\"timeout_ms\":2000}");
            JsonNode result = client.message();
            assertThat(result.toString()).isEqualTo("{\"type\":\"result\",\"id\":\"c1\",\"payload\":{\"n\":1.1}}");
        }
        RpcRequest request = gateway.requests.getLast();
        assertThat(request.routingKey()).isEqualTo("core.test.rpc.echo.v1");
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1.00}");
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(request.caller().orElseThrow().accountId()).hasToString(TestTokens.ACCOUNT);
        assertThat(request.clientIp()).contains("127.0.0.1");
    }

    @Test
    void errorsOfCommandsAreThoseOfHttp() throws IOException {
        try (RawWebSocket client = connect()) {
            client.message("hello");
            assertThat(error(client, "test", "nothing", "{}")).isEqualTo("common.not_found");
            assertThat(error(client, "test", "admin", "{}")).isEqualTo("auth.forbidden");
            assertThat(error(client, "test", "token", "{\"access_token\":\"x\"}"))
                    .isEqualTo("validation.failed");
            client.send(command("c0", "test", "limited", "{}"));
            client.message("result");
            assertThat(error(client, "test", "limited", "{}")).isEqualTo("common.rate_limited");
            gateway.answer("{\"success\":false,\"error_code\":\"orders.sold_out\",\"message\":\"gone\"}");
            assertThat(error(client, "test", "echo", "{}")).isEqualTo("orders.sold_out");
            gateway.answer("nonsense");
            assertThat(error(client, "test", "echo", "{}")).isEqualTo("rpc.bad_response");
            gateway.standing = Standing.REVOKED;
            assertThat(error(client, "test", "echo", "{}")).isEqualTo("auth.invalid_token");
        }
    }

    private static String error(RawWebSocket client, String domain, String command, String payload) throws IOException {
        client.send(command("c1", domain, command, payload));
        JsonNode error = client.message("error");
        assertThat(error.path("id").asString()).isEqualTo("c1");
        assertThat(error.path("error").path("request_id").asString()).isNotEmpty();
        return error.path("error").path("error_code").asString();
    }

    private static String command(String id, String domain, String command, String payload) {
        return "{\"type\":\"command\",\"id\":\"" + id + "\",\"domain\":\"" + domain + "\",\"command\":\"" + command
                + "\",\"payload\":" + payload + "}";
    }

    @Test
    void theTokenIsHandedOnWhereTheRouteSaysSo() throws IOException {
        String token = gateway.token();
        try (RawWebSocket client = RawWebSocket.withToken(gateway.port(), token)) {
            client.message("hello");
            client.send(command("c1", "test", "token", "{}"));
            client.message("result");
        }
        assertThat(new String(gateway.requests.getLast().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"access_token\":\"" + token + "\"}");
    }

    @Test
    void commandsRunConcurrentlyUpToABound() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        gateway.answer(request -> {
            awaitQuietly(go);
            return "{\"success\":true,\"data\":{}}".getBytes(StandardCharsets.UTF_8);
        });
        try (RawWebSocket client = connect()) {
            client.message("hello");
            for (int i = 0; i < 33; i++) {
                client.send(command("c" + i, "test", "echo", "{}"));
            }
            JsonNode error = client.message();
            assertThat(error.path("error").path("error_code").asString()).isEqualTo("common.overloaded");
            assertThat(error.path("error").path("outcome").asString()).isEqualTo("not_executed");
            go.countDown();
            assertThat(client.messages(32))
                    .allMatch(message -> message.path("type").asString().equals("result"));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCommandSentAgainIsDoneOnce() throws IOException {
        gateway.answer(request -> ("{\"success\":true,\"data\":{\"n\":" + gateway.requests.size() + "}}")
                .getBytes(StandardCharsets.UTF_8));
        String command = "{\"type\":\"command\",\"id\":\"ID\",\"domain\":\"test\",\"command\":\"echo\",\"payload\":"
                + "{\"a\":1},\"client_msg_id\":\"m1\"}";
        JsonNode first;
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send(command.replace("ID", "c1"));
            first = client.message("result");
            assertThat(first.has("replayed")).isFalse();
        }
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send(command.replace("ID", "c2"));
            JsonNode again = client.message("result");
            assertThat(again.path("id").asString()).isEqualTo("c2");
            assertThat(again.path("replayed").asBoolean()).isTrue();
            assertThat(again.path("payload")).isEqualTo(first.path("payload"));
            client.send(command.replace("ID", "c3").replace("{\"a\":1}", "{\"a\":2}"));
            assertThat(client.message("error").path("error").path("error_code").asString())
                    .isEqualTo("common.conflict");
        }
    }

    @Test
    void theTokenIsRenewedInPlace() throws IOException {
        try (RawWebSocket client = RawWebSocket.withToken(
                gateway.port(), token(Map.of("exp", Instant.now().plusSeconds(3).getEpochSecond())))) {
            JsonNode hello = client.message();
            assertThat(client.message("token_expiring").path("expires_in").asInt())
                    .isBetween(1, 3);
            client.send("{\"type\":\"auth\",\"access_token\":\"" + gateway.token() + "\"}");
            JsonNode renewed = client.message("hello");
            assertThat(renewed.path("connection_id")).isEqualTo(hello.path("connection_id"));
            assertThat(renewed.path("expires_in").asInt()).isGreaterThan(800);
        }
    }

    @Test
    void aTokenThatIsNotRenewedEndsTheSession() throws IOException {
        try (RawWebSocket client = RawWebSocket.withToken(
                gateway.port(), token(Map.of("exp", Instant.now().plusSeconds(2).getEpochSecond())))) {
            client.message("hello");
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aRenewalByAnotherSessionEndsIt() throws IOException {
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send("{\"type\":\"auth\",\"access_token\":\"bad\"}");
            assertThat(client.message("error").path("error").path("error_code").asString())
                    .isEqualTo("auth.invalid_token");
            client.send("{\"type\":\"auth\",\"access_token\":\""
                    + token(Map.of("sid", UUID.randomUUID().toString())) + "\"}");
            assertThat(client.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void aRevokedSessionIsClosedAndNoOther() throws IOException {
        UUID other = UUID.randomUUID();
        try (RawWebSocket revoked = connect();
                RawWebSocket kept = RawWebSocket.withToken(gateway.port(), token(Map.of("sid", other.toString())))) {
            revoked.message("hello");
            kept.message("hello");
            gateway.sessions.revoked(UUID.fromString(TestTokens.SESSION));
            assertThat(revoked.closeCode()).isEqualTo(4401);
            kept.send("{\"type\":\"ping\",\"nonce\":\"x\"}");
            assertThat(kept.message().toString()).isEqualTo("{\"type\":\"pong\",\"nonce\":\"x\"}");
        }
    }

    @Test
    void pushesReachWhomTheyAddress() throws IOException {
        try (RawWebSocket client = connect()) {
            JsonNode hello = client.message();
            gateway.pushes.push("account." + TestTokens.ACCOUNT, 1);
            gateway.pushes.push("session." + TestTokens.SESSION, 2);
            gateway.pushes.push("connection." + hello.path("connection_id").asString(), 3);
            gateway.pushes.push("broadcast", 4);
            gateway.pushes.push("account." + UUID.randomUUID(), 99);
            for (int i = 1; i <= 4; i++) {
                assertThat(client.message().toString())
                        .isEqualTo("{\"type\":\"event\",\"seq\":" + i + ",\"event\":\"test\",\"payload\":{\"n\":" + i
                                + "}}");
            }
        }
    }

    @Test
    void topicsAreSubscribedToByRules() throws IOException {
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send("{\"type\":\"subscribe\",\"id\":\"s1\",\"topic\":\"public.prices.eur\"}");
            assertThat(client.message().toString())
                    .isEqualTo("{\"type\":\"result\",\"id\":\"s1\",\"payload\":{\"topic\":\"public.prices.eur\"}}");
            gateway.pushes.push("topic.public.prices.eur", 1);
            gateway.pushes.push("topic.public.prices.usd", 2);
            assertThat(client.message().path("topic").asString()).isEqualTo("public.prices.eur");
            client.send("{\"type\":\"subscribe\",\"id\":\"s2\",\"topic\":\"user." + UUID.randomUUID() + ".x\"}");
            assertThat(client.message().path("error").path("error_code").asString())
                    .isEqualTo("auth.forbidden");
            client.send("{\"type\":\"subscribe\",\"id\":\"s3\",\"topic\":\"public.#\"}");
            assertThat(client.message().path("error").path("error_code").asString())
                    .isEqualTo("validation.failed");
            client.send("{\"type\":\"unsubscribe\",\"id\":\"s4\",\"topic\":\"public.prices.eur\"}");
            assertThat(client.message().path("id").asString()).isEqualTo("s4");
            assertThat(gateway.pushes.subscribers).doesNotContainKey("topic.public.prices.eur");
        }
    }

    @Test
    void subscriptionsAreBounded() throws IOException {
        WebSocketConfig.Bounds defaults = WebSocketConfig.Bounds.DEFAULT;
        bounded(new WebSocketConfig.Bounds(
                defaults.message(), defaults.commands(), 2, defaults.outbox(), defaults.frames()));
        try (RawWebSocket client = connect()) {
            client.message("hello");
            for (int i = 0; i < 3; i++) {
                client.send("{\"type\":\"subscribe\",\"id\":\"s" + i + "\",\"topic\":\"public.t" + i + "\"}");
            }
            assertThat(client.messages(3)
                            .getLast()
                            .path("error")
                            .path("error_code")
                            .asString())
                    .isEqualTo("common.overloaded");
        }
    }

    @Test
    void aTopicThatIsAllowedNoMoreIsGivenUpWithTheNextToken() throws IOException {
        WebSocketConfig now = gateway.webSocket;
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send("{\"type\":\"subscribe\",\"id\":\"s1\",\"topic\":\"public.a\"}");
            client.message("result");
            gateway.webSocket = new WebSocketConfig(
                    now.door(), now.times(), now.bounds(), now.resume(), TopicRules.of(java.util.List.of()));
            client.send("{\"type\":\"auth\",\"access_token\":\"" + gateway.token() + "\"}");
            client.message("hello");
            await().untilAsserted(() -> assertThat(gateway.pushes.subscribers).doesNotContainKey("topic.public.a"));
        }
    }

    @Test
    void wrongFramesOfKnownTypesAreToldUnderTheirId() throws IOException {
        try (RawWebSocket client = connect()) {
            client.message("hello");
            client.send("{\"type\":\"command\",\"id\":\"c1\",\"domain\":\"test\",\"command\":\"echo\",\"paylod\":{}}");
            JsonNode error = client.message();
            assertThat(error.path("id").asString()).isEqualTo("c1");
            assertThat(error.path("error").path("details").path(0).path("code").asString())
                    .isEqualTo("unknown");
            client.send("{\"type\":\"command\",\"domain\":\"test\"}");
            JsonNode without = client.message();
            assertThat(without.has("id")).isFalse();
            assertThat(without.path("error").path("details")).hasSize(2);
        }
    }

    @Test
    void connectionsOfAnAccountAreBounded() throws IOException {
        door(new WebSocketConfig.Door(true, java.util.List.of(), false, 100, 2));
        try (RawWebSocket one = connect();
                RawWebSocket two = connect();
                RawWebSocket three = connect()) {
            one.message("hello");
            two.message("hello");
            assertThat(three.closeCode()).isEqualTo(4409);
            one.cut();
            await().untilAsserted(() ->
                    assertThat(gateway.sessions.byAccount().values()).containsOnly(1));
            try (RawWebSocket four = connect()) {
                four.message("hello");
            }
        }
    }

    @Test
    void aSilentPeerIsDropped() throws IOException {
        within(new WebSocketConfig.Times(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(500)));
        try (RawWebSocket client = connect()) {
            client.message("hello");
            assertThat(client.frame().opCode()).isEqualTo(RawWebSocket.PING);
            assertThat(client.closeCode()).isEqualTo(4408);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void aClientThatAnswersPingsStays() throws IOException {
        within(new WebSocketConfig.Times(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(500)));
        try (RawWebSocket client = connect()) {
            client.message("hello");
            for (int i = 0; i < 4; i++) {
                assertThat(client.frame().opCode()).isEqualTo(RawWebSocket.PING);
                client.frame(RawWebSocket.FIN | RawWebSocket.PONG, new byte[0]);
            }
        }
    }

    @Test
    void presenceIsTold() throws IOException {
        String id;
        try (RawWebSocket client = connect()) {
            id = client.message().path("connection_id").asString();
            client.frame(RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xE8});
            assertThat(client.closeCode()).isEqualTo(1000);
            assertThat(client.isEnded()).isTrue();
        }
        await().untilAsserted(
                        () -> assertThat(gateway.presence).containsExactly("opened " + id, "closed " + id + " 1000"));
    }

    @Test
    void theEndOfTheGatewayIsTold() throws Exception {
        try (RawWebSocket client = connect()) {
            client.message("hello");
            Thread closing = Thread.ofVirtual().start(gateway.webSockets::close);
            RawWebSocket.Frame close = client.closeFrame();
            assertThat(close.closeCode()).isEqualTo(1001);
            assertThat(close.closeReason()).matches("\\{\"reconnect_after_ms\":\\d+}");
            refused(503, "common.overloaded", "/v1/connect");
            client.frame(RawWebSocket.FIN | RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xE9});
            closing.join();
        }
    }
}
