package dev.gatehouse.gateway.http;

import io.helidon.http.Header;
import java.util.List;

/**
 * An answer before it is written: always JSON.
 *
 * @param status of HTTP
 * @param body holds the JSON; not copied, since it may be a reply that is handed on
 * @param start where the JSON begins in the body
 * @param end where it ends, exclusive
 * @param headers beside those that every answer has
 */
record Answer(int status, byte[] body, int start, int end, List<Header> headers) {
    Answer {
        headers = List.copyOf(headers);
    }

    static Answer of(int status, byte[] body, Header... headers) {
        return new Answer(status, body, 0, body.length, List.of(headers));
    }

    int length() {
        return end - start;
    }
}
