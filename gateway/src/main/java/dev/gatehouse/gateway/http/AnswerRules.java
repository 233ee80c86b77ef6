package dev.gatehouse.gateway.http;

import dev.gatehouse.gateway.origin.AllowedOrigins;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every answer tells beside its content, worked out once for a configuration: an answer to a request without an {@code Origin}, or
 * with a listed one, costs a look-up. Immutable.
 */
public final class AnswerRules {
    private static final Header VARY_ORIGIN = HeaderValues.createCached(HeaderNames.VARY, "Origin");

    private final AllowedOrigins origins;
    private final CorsHeaders cors;
    private final boolean any;
    private final boolean serverTiming;
    /** For no origin, and for one that is not allowed. */
    private final List<Header> plain;

    private final Map<String, List<Header>> byOrigin;

    private AnswerRules(AnswerConfig config) {
        this.origins = AllowedOrigins.of(config.cors().allowedOrigins());
        this.cors = new CorsHeaders(config.cors(), config.serverTiming());
        this.any = config.cors().allowedOrigins().contains(CorsConfig.ANY);
        this.serverTiming = config.serverTiming();
        this.plain = Stream.of(
                        Stream.of(AnswerHeaders.NO_SNIFF), config.securityHeaders().headers().stream(), ofEverybody())
                .flatMap(Function.identity())
                .toList();
        this.byOrigin = any
                ? Map.of()
                : origins.exact().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), this::allowed));
    }

    public static AnswerRules of(AnswerConfig config) {
        return new AnswerRules(config);
    }

    /** The headers of the answer to a request, whatever the answer is. */
    List<Header> headers(ServerRequestHeaders request) {
        if (any || origins.isEmpty() || !request.contains(HeaderNames.ORIGIN)) {
            return plain;
        }
        Header origin = request.get(HeaderNames.ORIGIN);
        if (origin.valueCount() != 1) {
            return plain;
        }
        List<Header> listed = byOrigin.get(origin.get());
        if (listed != null) {
            return listed;
        }
        return origins.matchesWildcard(origin.get()) ? allowed(origin.get()) : plain;
    }

    /**
     * What the answer to a preflight has beside its methods: nothing where the origin is not allowed.
     *
     * @param methods what the path has
     */
    List<Header> preflight(ServerRequestHeaders request, Set<String> methods) {
        boolean asked =
                request.contains(HeaderNames.ORIGIN) && request.contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
        return asked && allows(request.get(HeaderNames.ORIGIN)) ? cors.ofPreflight(methods) : List.of();
    }

    private boolean allows(Header origin) {
        return any || (origin.valueCount() == 1 && origins.allows(origin.get()));
    }

    /** Whether answers tell their times. */
    boolean serverTiming() {
        return serverTiming;
    }

    /** An answer that is alike for all origins may be cached for all; else a cache must know that it may differ. */
    private Stream<Header> ofEverybody() {
        if (any) {
            return cors.of(CorsConfig.ANY).stream();
        }
        return origins.isEmpty() ? Stream.empty() : Stream.of(VARY_ORIGIN);
    }

    private List<Header> allowed(String origin) {
        return Stream.concat(plain.stream(), cors.of(origin).stream()).toList();
    }
}
