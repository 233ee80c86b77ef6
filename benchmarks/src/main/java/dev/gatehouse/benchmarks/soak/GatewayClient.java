package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Sends requests to the gateway, and has every answer written down. Thread-safe. */
final class GatewayClient implements AutoCloseable {
    /** Far beyond what the gateway may take. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final AnswerLog log;

    GatewayClient(String url, AnswerLog log) {
        this.url = url;
        this.log = log;
    }

    Answer post(Kind kind, Map<String, ?> body) {
        byte[] json = Json.mapper().writeValueAsBytes(body);
        return send(
                kind,
                request(kind)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    Answer get(Kind kind, String accessToken) {
        return send(kind, request(kind).header("Authorization", "Bearer " + accessToken));
    }

    private HttpRequest.Builder request(Kind kind) {
        return HttpRequest.newBuilder(URI.create(url + kind.path())).timeout(LIMIT);
    }

    private Answer send(Kind kind, HttpRequest.Builder request) {
        long sent = System.nanoTime();
        Answer answer;
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer = answer(kind, response, sent);
        } catch (IOException e) {
            answer = none(kind, Answer.NONE + ": " + e, sent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
        log.add(answer);
        return answer;
    }

    private static Answer answer(Kind kind, HttpResponse<byte[]> response, long sent) {
        long answered = System.nanoTime();
        String requestId = response.headers().firstValue("X-Request-ID").orElse("");
        try {
            JsonNode body = Json.mapper().readTree(response.body());
            boolean success = body.path("success").asBoolean(false);
            return new Answer(
                    kind,
                    response.statusCode(),
                    success ? Answer.OK : body.path("error_code").asString("no code"),
                    Outcome.of(body.path("outcome").asString("")),
                    body.path("data"),
                    requestId,
                    sent,
                    answered);
        } catch (JacksonException e) {
            return none(kind, "no JSON", sent);
        }
    }

    private static Answer none(Kind kind, String why, long sent) {
        return new Answer(
                kind, 0, why, Optional.empty(), Json.mapper().createObjectNode(), "", sent, System.nanoTime());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
