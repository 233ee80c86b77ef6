package dev.gatehouse.gateway.http;

import dev.gatehouse.common.edge.SendWindow;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Writes the content of an answer; over HTTP/2, as much at a time as the client takes. What waits for the client is counted. */
final class AnswerContent {
    /** Over HTTP/1.1 the socket takes as much in any case. */
    private static final int SMALL_BYTES = 4 * 1024;

    private AnswerContent() {}

    /** Throws {@link CloseConnectionException} if too much waits for the client already. */
    static void send(RoutingResponse response, Answer answer, Optional<SendWindow> window, RequestHold hold) {
        if (window.isPresent()) {
            sendWithin(window.get(), response, answer, hold);
            return;
        }
        if (answer.length() > SMALL_BYTES) {
            require(hold.hold(answer.length()));
        }
        response.send(answer.body(), answer.start(), answer.length());
    }

    private static void sendWithin(SendWindow window, RoutingResponse response, Answer answer, RequestHold hold) {
        int first = window.reserveNow(answer.length());
        if (first == answer.length()) {
            response.send(answer.body(), answer.start(), answer.length());
        } else {
            require(hold.mayWait() && hold.hold(answer.length()));
            sendInParts(response, answer, first, window);
        }
    }

    private static void require(boolean held) {
        if (!held) {
            // Helidon ends an HTTP/2 stream with the code of the cause.
            throw new CloseConnectionException(
                    "too much waits for the client",
                    new Http2Exception(Http2ErrorCode.ENHANCE_YOUR_CALM, "too much waits for the client"));
        }
    }

    private static void sendInParts(RoutingResponse response, Answer answer, int first, SendWindow window) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, answer.length()));
        int at = answer.start();
        int count = first > 0 ? first : window.reserve(answer.length());
        try (OutputStream out = response.outputStream()) {
            while (count > 0) {
                out.write(answer.body(), at, count);
                // The first part would wait for the second, and that for the client, who has nothing yet.
                out.flush();
                at += count;
                count = window.reserve(answer.end() - at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        response.commit();
    }
}
