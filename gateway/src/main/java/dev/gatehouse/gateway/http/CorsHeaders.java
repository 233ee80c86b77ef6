package dev.gatehouse.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The headers by which a browser learns what a page of another origin may do (the Fetch standard, section 3.3.3). Immutable. */
final class CorsHeaders {
    private static final HeaderName TIMING_ALLOW_ORIGIN = HeaderNames.create("Timing-Allow-Origin");
    private static final HeaderName EXPOSE_HEADERS = HeaderNames.create("Access-Control-Expose-Headers");
    private static final HeaderName ALLOW_METHODS = HeaderNames.create("Access-Control-Allow-Methods");
    private static final Header ALLOW_CREDENTIALS =
            HeaderValues.createCached("Access-Control-Allow-Credentials", "true");
    private static final Header VARY_PREFLIGHT = HeaderValues.createCached(
            HeaderNames.VARY, "Access-Control-Request-Method, Access-Control-Request-Headers");

    private final CorsConfig config;
    private final boolean timing;
    private final List<Header> preflight;

    /** @param timing whether a page may read the times that answers tell, too */
    CorsHeaders(CorsConfig config, boolean timing) {
        this.config = config;
        this.timing = timing;
        this.preflight = List.of(
                HeaderValues.createCached("Access-Control-Allow-Headers", allowedHeaders(config)),
                HeaderValues.createCached(
                        "Access-Control-Max-Age", Long.toString(config.maxAge().toSeconds())),
                VARY_PREFLIGHT);
    }

    /** What every answer to an origin has, errors too. */
    List<Header> of(String origin) {
        List<Header> headers = new ArrayList<>(4);
        headers.add(HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin));
        if (config.allowCredentials()) {
            headers.add(ALLOW_CREDENTIALS);
        }
        if (!config.exposedHeaders().isEmpty()) {
            headers.add(HeaderValues.createCached(EXPOSE_HEADERS, String.join(", ", config.exposedHeaders())));
        }
        if (timing) {
            headers.add(HeaderValues.createCached(TIMING_ALLOW_ORIGIN, origin));
        }
        return headers;
    }

    /** What the answer to a preflight has beside that. */
    List<Header> ofPreflight(Set<String> methods) {
        List<Header> headers = new ArrayList<>(4);
        headers.add(HeaderValues.create(
                ALLOW_METHODS,
                methods.stream().filter(config.allowedMethods()::contains).collect(Collectors.joining(", "))));
        headers.addAll(preflight);
        return headers;
    }

    /** A star does not stand for {@code Authorization}: that has to be named (section 4.8). */
    private static String allowedHeaders(CorsConfig config) {
        return config.allowedHeaders().contains(CorsConfig.ANY)
                ? "*, Authorization"
                : String.join(", ", config.allowedHeaders());
    }
}
