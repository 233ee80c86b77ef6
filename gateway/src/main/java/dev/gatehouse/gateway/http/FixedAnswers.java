package dev.gatehouse.gateway.http;

import dev.gatehouse.gateway.route.Route;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The answers of routes that no service stands behind. */
final class FixedAnswers {
    private static final byte[] BEFORE = "{\"success\":true,\"data\":".getBytes(StandardCharsets.UTF_8);

    private FixedAnswers() {}

    static Answer data(byte[] json, Route route) {
        if (!route.reply().envelope()) {
            return Answer.of(route.reply().status(), json, AnswerHeaders.NO_STORE);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(BEFORE.length + json.length + 1);
        body.writeBytes(BEFORE);
        body.writeBytes(json);
        body.write('}');
        return Answer.of(route.reply().status(), body.toByteArray(), AnswerHeaders.NO_STORE);
    }
}
