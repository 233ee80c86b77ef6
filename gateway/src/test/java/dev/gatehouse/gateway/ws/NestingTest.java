package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.json.JsonDepth;
import dev.gatehouse.gateway.http.TestGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is too deep or too long for one way in is so for the other, and costs a client that request alone. */
@Timeout(60)
class NestingTest {
    private static final String ROUTES = """
            - name: test.echo
              rpc: core.test.rpc.echo.v1
              http: POST /v1/echo
              auth: none
            """;

    @TempDir
    Path directory;

    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.start(directory, ROUTES);
        gateway.answer(
                request -> ("{\"success\":true,\"data\":" + new String(request.body(), StandardCharsets.UTF_8) + "}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** An object of so many levels. */
    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    private JsonNode overHttp(String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/echo"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return Json.mapper()
                    .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }

    private static String command(String payload) {
        return "{\"type\":\"command\",\"id\":\"c1\",\"domain\":\"test\",\"command\":\"echo\",\"payload\":" + payload
                + "}";
    }

    /** What is said of a message; the connection must go on. */
    private JsonNode overWebSocket(String message) throws IOException {
        try (RawWebSocket client = RawWebSocket.withToken(gateway.port(), gateway.token())) {
            client.message("hello");
            client.send(message);
            JsonNode answer = client.message();
            client.send("{\"type\":\"ping\",\"nonce\":\"on\"}");
            assertThat(client.message().path("nonce").asString()).isEqualTo("on");
            return answer;
        }
    }

    private static void refuses(JsonNode error) {
        assertThat(error.path("error_code").asString()).isEqualTo("validation.failed");
        assertThat(error.path("details").path(0).path("code").asString()).isEqualTo("limit");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 98, 99, 100, 101, 499, JsonDepth.MAX_PAYLOAD})
    void aPayloadMayBeAsDeepAsTheBound(int levels) throws Exception {
        assertThat(overHttp(nested(levels)).path("data"))
                .isEqualTo(Json.mapper().readTree(nested(levels)));
        JsonNode result = overWebSocket(command(nested(levels)));
        assertThat(result.path("type").asString()).isEqualTo("result");
        assertThat(result.path("payload")).isEqualTo(Json.mapper().readTree(nested(levels)));
    }

    @ParameterizedTest
    @ValueSource(ints = {JsonDepth.MAX_PAYLOAD + 1, JsonDepth.MAX_PAYLOAD + 2, 5_000, 30_000})
    void aPayloadThatIsTooDeepIsRefusedAndNoMore(int levels) throws Exception {
        refuses(overHttp(nested(levels)));
        JsonNode error = overWebSocket(command(nested(levels)));
        assertThat(error.path("id").asString()).isEqualTo("c1");
        refuses(error.path("error"));
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void aPayloadInFrontOfTheIdIsRefusedUnderTheId() throws Exception {
        JsonNode error = overWebSocket("{\"payload\":" + nested(600)
                + ",\"command\":\"echo\",\"domain\":\"test\",\"id\":\"c2\",\"type\":\"command\"}");
        assertThat(error.path("id").asString()).isEqualTo("c2");
        refuses(error.path("error"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001 digits", "a name of 50,001"})
    void aNumberOrNameThatIsTooLongIsRefusedAlike(String what) throws Exception {
        String payload =
                what.startsWith("1001") ? "{\"a\":" + "1".repeat(1_001) + "}" : "{\"" + "n".repeat(50_001) + "\":1}";
        refuses(overHttp(payload));
        refuses(overWebSocket(command(payload)).path("error"));
    }

    @Test
    void whatIsTooDeepAndNoFrameEndsTheSession() throws IOException {
        for (String message : new String[] {
            "[".repeat(600),
            nested(600),
            "{\"type\":\"nonsense\",\"payload\":" + nested(600) + "}",
            "{\"type\":\"command\",\"id\":\"c1\",\"payload\":" + nested(600)
        }) {
            try (RawWebSocket client = RawWebSocket.withToken(gateway.port(), gateway.token())) {
                client.message("hello");
                client.send(message);
                assertThat(client.closeCode()).isEqualTo(4400);
            }
        }
    }

    @Test
    void aReplyThatIsTooDeepIsABadResponseForBoth() throws Exception {
        gateway.answer("{\"success\":true,\"data\":" + nested(JsonDepth.MAX_PAYLOAD + 1) + "}");
        assertThat(overHttp("{}").path("error_code").asString()).isEqualTo("rpc.bad_response");
        assertThat(overWebSocket(command("{}")).path("error").path("error_code").asString())
                .isEqualTo("rpc.bad_response");
    }

    @Test
    void aCommandOfTheSameIdIsDoneOnceHoweverDeep() throws Exception {
        String command = command(nested(JsonDepth.MAX_PAYLOAD)).replace("\"id\"", "\"client_msg_id\":\"m1\",\"id\"");
        JsonNode first = overWebSocket(command);
        JsonNode again = overWebSocket(command);
        assertThat(again.path("replayed").asBoolean()).isTrue();
        assertThat(again.path("payload")).isEqualTo(first.path("payload"));
    }
}
