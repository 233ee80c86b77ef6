package dev.gatehouse.gateway.http;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.gateway.origin.AllowedOrigins;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What browsers may do for pages of other origins (the Fetch standard, section 3.3).
 *
 * @param allowedOrigins as browsers write them, {@code https://app.example.com}; {@code https://*.example.com} for every name one label longer;
 *     {@code *} for all; {@code null} for pages without an origin. None turns it off
 * @param allowedMethods of those that a path has
 * @param allowedHeaders of requests; {@code *} for all
 * @param exposedHeaders of answers, that a page may read; {@code *} for all
 * @param allowCredentials whether pages may send cookies and client certificates along; never together with {@code *}
 * @param maxAge how long a browser may remember what is allowed
 */
public record CorsConfig(
        List<String> allowedOrigins,
        List<String> allowedMethods,
        List<String> allowedHeaders,
        List<String> exposedHeaders,
        boolean allowCredentials,
        Duration maxAge) {
    static final String ANY = AllowedOrigins.ANY;

    public static final List<String> DEFAULT_METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    public static final List<String> DEFAULT_HEADERS = List.of(
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-None-Match",
            "X-Request-ID",
            "traceparent",
            "tracestate");
    public static final List<String> DEFAULT_EXPOSED_HEADERS = List.of(
            "ETag",
            "Idempotency-Replayed",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "Retry-After",
            "WWW-Authenticate",
            "X-Request-ID");
    public static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(10);
    public static final CorsConfig OFF = of(List.of());

    private static final Duration LONGEST_MAX_AGE = Duration.ofHours(24);
    /** Of one list: Helidon 4.5.0 writes no answer over HTTP/2 whose headers are larger than a frame, 16 KiB. */
    private static final int MAX_LIST_CHARS = 4096;

    private static final Set<String> METHODS = Set.copyOf(DEFAULT_METHODS);
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    private static final String ORIGIN_FORM =
            "origins as browsers send them, such as https://app.example.com, in small letters and without a path or the"
                    + " scheme's own port; https://*.example.com; null; or *";

    public CorsConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedMethods = List.copyOf(allowedMethods);
        allowedHeaders = List.copyOf(allowedHeaders);
        exposedHeaders = List.copyOf(exposedHeaders);
        if (allowCredentials
                && (allowedOrigins.contains(ANY) || allowedHeaders.contains(ANY) || exposedHeaders.contains(ANY))) {
            throw new IllegalArgumentException("credentials cannot be allowed together with *");
        }
    }

    /** The defaults for some origins. */
    public static CorsConfig of(List<String> allowedOrigins) {
        return new CorsConfig(
                allowedOrigins, DEFAULT_METHODS, DEFAULT_HEADERS, DEFAULT_EXPOSED_HEADERS, false, DEFAULT_MAX_AGE);
    }

    static CorsConfig read(ConfigReader reader) {
        List<String> origins = list(reader, "cors.allowed-origins", List.of(), AllowedOrigins::isOne, ORIGIN_FORM);
        List<String> methods =
                list(reader, "cors.allowed-methods", DEFAULT_METHODS, METHODS::contains, "of " + DEFAULT_METHODS);
        List<String> headers = headers(reader, "cors.allowed-headers", DEFAULT_HEADERS);
        List<String> exposed = headers(reader, "cors.exposed-headers", DEFAULT_EXPOSED_HEADERS);
        boolean credentials = reader.bool("cors.allow-credentials", false);
        Duration maxAge = reader.duration("cors.max-age", DEFAULT_MAX_AGE, Duration.ZERO, LONGEST_MAX_AGE);
        boolean any = origins.contains(ANY) || headers.contains(ANY) || exposed.contains(ANY);
        if (credentials && any) {
            reader.problem(
                    "cors.allow-credentials",
                    "true",
                    "with * in cors.allowed-origins, cors.allowed-headers or cors.exposed-headers browsers refuse it");
        }
        return new CorsConfig(origins, methods, headers, exposed, credentials && !any, maxAge);
    }

    private static List<String> headers(ConfigReader reader, String path, List<String> defaults) {
        return list(
                reader, path, defaults, name -> HEADER.matcher(name).matches(), "names of headers (RFC 9110), or *");
    }

    private static List<String> list(
            ConfigReader reader, String path, List<String> defaults, Predicate<String> good, String form) {
        List<String> items = reader.strings(path, defaults);
        int chars = items.stream().mapToInt(String::length).sum();
        if (chars > MAX_LIST_CHARS) {
            reader.problem(path, items.size() + " items", "at most " + MAX_LIST_CHARS + " characters in all");
            return List.of();
        }
        items.stream().filter(good.negate()).forEach(item -> reader.problem(path, item, form));
        return items.stream().filter(good).distinct().toList();
    }
}
