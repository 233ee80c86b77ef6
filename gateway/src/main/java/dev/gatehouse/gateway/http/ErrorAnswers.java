package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns failures into answers. */
final class ErrorAnswers {
    private ErrorAnswers() {}

    /** @param tokenSent whether the request had an {@code Authorization} header, which a 401 tells apart */
    static Answer of(ServiceException failure, String requestId, boolean tokenSent) {
        return of(ErrorBody.of(failure, Optional.of(requestId)), tokenSent);
    }

    /** The answer with a body; its status follows from its code. */
    static Answer of(ErrorBody body, boolean tokenSent) {
        int status = ErrorCode.of(body.errorCode()).map(ErrorCode::status).orElse(ErrorCode.INTERNAL_ERROR.status());
        byte[] json = Json.mapper().writeValueAsBytes(body);
        return new Answer(status, json, 0, json.length, headers(status, body, tokenSent));
    }

    private static List<Header> headers(int status, ErrorBody body, boolean tokenSent) {
        List<Header> headers = new ArrayList<>(3);
        headers.add(AnswerHeaders.NO_STORE);
        if (status == ErrorCode.INVALID_TOKEN.status()) {
            headers.add(tokenSent ? AnswerHeaders.CHALLENGE_INVALID_TOKEN : AnswerHeaders.CHALLENGE);
        }
        if (body.errorCode().equals(ErrorCode.FORBIDDEN.code())) {
            headers.add(AnswerHeaders.CHALLENGE_INSUFFICIENT_SCOPE);
        }
        body.retryAfter()
                .ifPresent(
                        seconds -> headers.add(HeaderValues.create(HeaderNames.RETRY_AFTER, Long.toString(seconds))));
        return headers;
    }
}
