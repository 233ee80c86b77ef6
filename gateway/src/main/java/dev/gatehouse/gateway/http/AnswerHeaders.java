package dev.gatehouse.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/** The headers of answers. */
final class AnswerHeaders {
    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-ID");
    static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

    static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    /** For what everybody may see. Short beside the time that a key is published before it signs. */
    static final Header PUBLIC_FOR_A_MINUTE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=60");

    static final Header CHALLENGE = HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer");
    static final Header CHALLENGE_INVALID_TOKEN =
            HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    static final Header CHALLENGE_INSUFFICIENT_SCOPE =
            HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");

    /** The answer is the first one to its idempotency key. */
    static final Header REPLAYED = HeaderValues.createCached("Idempotency-Replayed", "true");

    private AnswerHeaders() {}
}
