package dev.gatehouse.cli.call;

import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A request over HTTP. Follows no redirect: a token goes to whom it was meant for. */
final class HttpCall implements Call {
    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int FIRST_ERROR = 400;

    private final HttpRequest request;
    private final Duration timeout;
    private final Optional<SSLContext> trust;

    /**
     * @param timeout from the first byte of the connection to the last of the answer
     * @param trust whom to trust over TLS, where that is not whom the JDK trusts
     */
    HttpCall(HttpRequest request, Duration timeout, Optional<SSLContext> trust) {
        this.request = request;
        this.timeout = timeout;
        this.trust = trust;
    }

    @Override
    public Answer send() {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
        trust.ifPresent(builder::sslContext);
        HttpClient client = builder.build();
        CompletableFuture<HttpResponse<byte[]>> coming =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return received(coming.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return new Answer.Unreached(address() + ": " + reason(e));
        } catch (TimeoutException e) {
            return new Answer.Unreached(address() + ": no answer within " + timeout + " (--timeout)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unreached("interrupted");
        } finally {
            client.shutdownNow();
        }
    }

    private String address() {
        return request.uri().getScheme() + "://" + request.uri().getRawAuthority();
    }

    private String reason(ExecutionException failure) {
        return switch (failure.getCause()) {
            case HttpConnectTimeoutException late -> "no connection within " + timeout + " (--timeout)";
            case ConnectException refused
            when refused.getCause() instanceof UnresolvedAddressException -> "there is no such host";
            case ConnectException refused -> "connection refused: nothing listens there";
            case SSLHandshakeException refused ->
                "no TLS: " + refused.getMessage() + " (--cacert FILE says whom to trust)";
            case IOException io -> io.getClass().getSimpleName() + ": " + io.getMessage();
            case null, default -> String.valueOf(failure.getCause());
        };
    }

    private static Answer received(HttpResponse<byte[]> response) {
        List<String> head = new ArrayList<>();
        head.add((response.version() == HttpClient.Version.HTTP_2 ? "HTTP/2 " : "HTTP/1.1 ") + response.statusCode());
        response.headers().map().forEach((name, values) -> values.forEach(value -> head.add(name + ": " + value)));
        boolean success = response.statusCode() < FIRST_ERROR && !tellsFailure(response.body());
        return new Answer.Received(success, head, response.body(), "");
    }

    private static boolean tellsFailure(byte[] body) {
        try {
            JsonNode success = Json.mapper().readTree(body).path("success");
            return success.isBoolean() && !success.asBoolean();
        } catch (JacksonException e) {
            // Not JSON, and so no envelope.
            return false;
        }
    }
}
