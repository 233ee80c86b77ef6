package dev.gatehouse.cli.broker;

import dev.gatehouse.common.config.Secret;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** RabbitMQ's management HTTP API, of which only the bindings of one exchange are read. Follows no redirect, and prints no password. */
final class ManagementApi {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final int MAX_BYTES = 32 * 1024 * 1024;
    private static final int OK = 200;

    private final URI base;
    private final String authorization;

    /**
     * @param url where it is; a user and a password in it win over the others
     */
    ManagementApi(URI url, String user, Secret password) {
        String info = Objects.requireNonNullElse(url.getRawUserInfo(), "");
        this.base = URI.create(url.getScheme() + "://" + url.getHost()
                + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + Objects.requireNonNullElse(url.getRawPath(), "").replaceFirst("/+$", ""));
        String credentials = info.isEmpty() ? user + ":" + password.reveal() : decoded(info);
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String userInfo) {
        return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Where it is, without user and password. */
    String address() {
        return base.toString();
    }

    /** What is bound to an exchange. */
    Bindings bindings(String virtualHost, String exchange) {
        URI uri = URI.create(
                base + "/api/exchanges/" + encoded(virtualHost) + "/" + encoded(exchange) + "/bindings/source");
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .build()) {
            return answer(client, uri);
        }
    }

    private Bindings answer(HttpClient client, URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> coming =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return read(coming.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return new Bindings.Unknown(e.getCause() instanceof IOException io ? text(io) : String.valueOf(e));
        } catch (TimeoutException e) {
            return new Bindings.Unknown("no answer within " + ANSWER_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Bindings.Unknown("interrupted");
        } finally {
            client.shutdownNow();
        }
    }

    private static String text(IOException failure) {
        return failure instanceof ConnectException
                ? "nothing listens there"
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private static Bindings read(HttpResponse<byte[]> response) {
        if (response.statusCode() != OK) {
            return new Bindings.Unknown("status " + response.statusCode() + meaning(response.statusCode()));
        }
        try {
            return known(Json.mapper().readTree(response.body()));
        } catch (JacksonException e) {
            return new Bindings.Unknown("its answer is not JSON");
        }
    }

    private static String meaning(int status) {
        return switch (status) {
            case 401 -> ": it refuses the user or the password; the user needs the tag management";
            case 404 -> ": there is no such virtual host or exchange, or this is not the API";
            default -> "";
        };
    }

    private static Bindings known(JsonNode answer) {
        if (!answer.isArray()) {
            return new Bindings.Unknown("its answer is not a list of bindings");
        }
        List<Binding> bindings = answer.valueStream()
                .map(one -> new Binding(
                        one.path("routing_key").asString(""),
                        one.path("destination").asString(""),
                        one.path("destination_type").asString("").equals("queue")))
                .toList();
        return new Bindings.Known(bindings);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
