package dev.gatehouse.standalone;

import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A client of the system over HTTP, such as anybody would write. */
final class Client implements AutoCloseable {
    static final String PASSWORD = "a long walk by the sea";

    /** Longer than any request may take, so that one which hangs fails. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    Client(URI url) {
        this.url = url;
    }

    /** An answer with its JSON body. */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {
        JsonNode data() {
            return body.path("data");
        }

        String text(String field) {
            return data().path(field).asString();
        }

        String errorCode() {
            return body.path("error_code").asString("");
        }
    }

    Answer post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.mapper().writeValueAsString(body))));
    }

    /** Sends a body with a token, and headers as name and value by turns. */
    Answer post(String path, String token, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    Answer get(String path, String token) throws IOException, InterruptedException {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    Answer register(String name) throws IOException, InterruptedException {
        return post(
                "/v1/auth/register", Map.of("username", name, "email", name + "@example.com", "password", PASSWORD));
    }

    Answer login(String name) throws IOException, InterruptedException {
        return post("/v1/auth/login", Map.of("username", name, "password", PASSWORD));
    }

    Answer refresh(String token) throws IOException, InterruptedException {
        return post("/v1/auth/refresh", Map.of("refresh_token", token));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(LIMIT);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), Json.mapper().readTree(response.body()), response);
    }

    @Override
    public void close() {
        http.close();
    }
}
