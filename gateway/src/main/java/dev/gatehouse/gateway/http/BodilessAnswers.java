package dev.gatehouse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Takes the {@code Content-Length: 0} away that Helidon gives to every answer without content: a 204 must not have it, and in a
 * 304 it would tell of the content that the client has (RFC 9110, section 8.6). What has no content is what has no content type.
 * Stateless.
 */
final class BodilessAnswers implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
        if (!headers.contains(HeaderNames.CONTENT_TYPE) && headers instanceof WritableHeaders<?> written) {
            written.remove(HeaderNames.CONTENT_LENGTH);
        }
    }
}
