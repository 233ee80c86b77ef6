package dev.gatehouse.gateway.http;

import dev.gatehouse.common.config.ConfigReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers that keep browsers from doing with an answer what it is not meant for.
 *
 * @param enabled false where a proxy in front sets them
 * @param hsts how long browsers are to reach this host over TLS alone (RFC 6797); zero says nothing of it
 */
public record SecurityHeadersConfig(boolean enabled, Duration hsts) {
    public static final SecurityHeadersConfig DEFAULT = new SecurityHeadersConfig(true, Duration.ZERO);

    private static final Duration MAX_HSTS = Duration.ofDays(3 * 365);

    /** What is data is never a page: it loads nothing, and is shown in no frame. */
    private static final Header CONTENT_SECURITY_POLICY =
            HeaderValues.createCached("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final Header NO_REFERRER = HeaderValues.createCached("Referrer-Policy", "no-referrer");

    /** Holds for loads without CORS only: script, image and style elements of other sites. */
    private static final Header SAME_ORIGIN = HeaderValues.createCached("Cross-Origin-Resource-Policy", "same-origin");

    static SecurityHeadersConfig read(ConfigReader reader) {
        return new SecurityHeadersConfig(
                reader.bool("security-headers.enabled", DEFAULT.enabled),
                reader.duration("security-headers.hsts", DEFAULT.hsts, Duration.ZERO, MAX_HSTS));
    }

    /** The headers of every answer that has none of that name of its own. */
    List<Header> headers() {
        if (!enabled) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>(List.of(CONTENT_SECURITY_POLICY, NO_REFERRER, SAME_ORIGIN));
        if (hsts.isPositive()) {
            headers.add(HeaderValues.createCached("Strict-Transport-Security", "max-age=" + hsts.toSeconds()));
        }
        return headers;
    }
}
