package dev.gatehouse.gateway.http;

import dev.gatehouse.common.edge.CurrentRequest;
import dev.gatehouse.common.edge.SendWindow;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Writes the content of an answer; over HTTP/2, as much at a time as the client takes. */
final class AnswerContent {
    private AnswerContent() {}

    static void send(RoutingResponse response, Answer answer) {
        Optional<SendWindow> window = CurrentRequest.get().sendWindow();
        int first = window.map(stream -> stream.reserve(answer.length())).orElse(answer.length());
        if (first == answer.length()) {
            response.send(answer.body(), answer.start(), answer.length());
        } else {
            sendInParts(response, answer, first, window.orElseThrow());
        }
    }

    private static void sendInParts(RoutingResponse response, Answer answer, int first, SendWindow window) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, answer.length()));
        int at = answer.start();
        int count = first;
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
