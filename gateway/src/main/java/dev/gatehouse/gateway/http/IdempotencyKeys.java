package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ServiceException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the header {@code Idempotency-Key}: 1 to 64 characters of visible ASCII, once. */
final class IdempotencyKeys {
    static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");

    private static final Pattern FORM = Pattern.compile("[!-~]{1,64}");

    private IdempotencyKeys() {}

    /** The key; empty where there is none. Throws {@code validation.failed}. */
    static Optional<String> of(HttpExchange exchange) {
        List<String> values = exchange.headers(HEADER);
        if (values.size() > 1) {
            throw ServiceException.invalid(HEADER.defaultCase(), "duplicate", "is given more than once");
        }
        Optional<String> key = values.stream().findFirst();
        if (key.filter(text -> !FORM.matcher(text).matches()).isPresent()) {
            throw ServiceException.invalid(
                    HEADER.defaultCase(), "format", "must be 1 to 64 characters of visible ASCII without spaces");
        }
        return key;
    }
}
