package dev.gatehouse.standalone;

import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.lifecycle.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Waits until a request goes all the way: through the gateway, the broker and the auth service to the database and back. Over TLS it makes
 * no request: the certificate is for another name than the loopback's, and clients may need one, too. The gateway's own health has to do,
 * which is good once the auth service has sent its keys.
 */
final class Readiness {
    private static final String PATH = "/.well-known/jwks.json";
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int BAD_GATEWAY = 502;

    private final URI url;
    private final Health health;
    private final Duration limit;

    Readiness(URI url, Health health, Duration limit) {
        this.url = url;
        this.health = health;
        this.limit = limit;
    }

    void await() {
        long deadline = System.nanoTime() + limit.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!health.isReady() || !(isSecured() || answers(client))) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new StartException("the system has started, but does not answer within " + limit);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while the system starts");
        }
    }

    private boolean isSecured() {
        return url.getScheme().equals("https");
    }

    /** Whether something behind the gateway answers; a route table without this path is an answer, too. */
    private boolean answers(HttpClient client) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve(PATH)).timeout(REQUEST_LIMIT).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < BAD_GATEWAY;
        } catch (IOException e) {
            return false;
        }
    }
}
