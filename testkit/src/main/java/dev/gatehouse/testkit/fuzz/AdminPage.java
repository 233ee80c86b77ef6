package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A page of the gateway's admin socket. */
record AdminPage(int status, String body) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** @throws IOException if it is not answered within {@link #LIMIT} */
    static AdminPage read(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(LIMIT)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new AdminPage(answer.statusCode(), answer.body());
        }
    }
}
