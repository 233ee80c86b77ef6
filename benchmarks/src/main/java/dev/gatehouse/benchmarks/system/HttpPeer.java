package dev.gatehouse.benchmarks.system;

import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** The few requests over HTTP that prepare a run. */
public final class HttpPeer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 10;

    private final HttpClient client = HttpClient.newHttpClient();

    /** Waits until the process's admin socket says that it is ready. */
    public void awaitReady(ServerProcess process, int adminPort) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/health/ready"))
                .timeout(REQUEST_LIMIT)
                .build();
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers(request)) {
            process.requireAlive();
            if (System.nanoTime() - until > 0) {
                throw new LoadException(process.name() + " is not ready after " + START_LIMIT);
            }
            Pauses.millis(POLL_MILLIS);
        }
    }

    private boolean answers(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Nobody listens yet.
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The data of the answer to a POST, which must be a success. */
    public JsonNode post(String url, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(REQUEST_LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            JsonNode answer = Json.mapper()
                    .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
            if (!answer.path("success").asBoolean(false)) {
                throw new LoadException(
                        url + " answers " + answer.path("error_code").asString("no envelope"));
            }
            return answer.path("data");
        } catch (IOException e) {
            throw new LoadException(url + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static LoadException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LoadException("interrupted", e);
    }

    @Override
    public void close() {
        client.close();
    }
}
