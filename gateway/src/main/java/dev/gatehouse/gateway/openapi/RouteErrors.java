package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.gateway.route.Access;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.Target;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which error codes a route can answer with. This is the one place for that rule: what the gateway itself may find wrong with a request to the
 * route, what may happen on the way to its service, and what its entry says of the service.
 */
public final class RouteErrors {
    /** Methods whose requests have a body. */
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");

    private RouteErrors() {}

    /** The codes by the status that each has: those of {@link ErrorCode} in its order, then services' own by name. */
    public static SortedMap<Integer, Set<String>> byStatus(Route route) {
        Set<ErrorCode> known = EnumSet.noneOf(ErrorCode.class);
        known.addAll(ofTheRequest(route));
        known.addAll(ofTheAccess(route.access()));
        Set<String> own = new TreeSet<>();
        fromBehind(route).forEach(code -> ErrorCode.of(code).ifPresentOrElse(known::add, () -> own.add(code)));
        SortedMap<Integer, Set<String>> codes = new TreeMap<>();
        Stream.concat(known.stream().map(ErrorCode::code), own.stream())
                .forEach(code -> codes.computeIfAbsent(status(code), status -> new LinkedHashSet<>())
                        .add(code));
        return codes;
    }

    /** A code that is not known here is passed on with the status of an internal error. */
    static int status(String code) {
        return ErrorCode.of(code).orElse(ErrorCode.INTERNAL_ERROR).status();
    }

    static boolean hasBody(Route route) {
        return route.endpoint()
                .map(Route.Endpoint::method)
                .filter(WITH_BODY::contains)
                .isPresent();
    }

    private static Collection<ErrorCode> ofTheRequest(Route route) {
        Set<ErrorCode> codes = EnumSet.of(
                ErrorCode.VALIDATION_FAILED,
                ErrorCode.PAYLOAD_TOO_LARGE,
                ErrorCode.OVERLOADED,
                ErrorCode.INTERNAL_ERROR);
        if (hasBody(route)) {
            codes.add(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        if (route.rateLimit().isPresent()) {
            codes.add(ErrorCode.RATE_LIMITED);
        }
        if (route.idempotent()) {
            codes.add(ErrorCode.CONFLICT);
        }
        return codes;
    }

    private static Collection<ErrorCode> ofTheAccess(Access access) {
        Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
        if (access.auth() != Access.Auth.NONE) {
            // The last one where it cannot be told whether the token is still good.
            codes.addAll(List.of(ErrorCode.INVALID_TOKEN, ErrorCode.TOKEN_EXPIRED, ErrorCode.RPC_UNAVAILABLE));
        }
        if (!access.scopes().isEmpty() || !access.roles().isEmpty()) {
            codes.add(ErrorCode.FORBIDDEN);
        }
        return codes;
    }

    private static Stream<String> fromBehind(Route route) {
        return switch (route.target()) {
            case Target.Rpc _ ->
                Stream.concat(
                        Stream.of(
                                        ErrorCode.RPC_TIMEOUT,
                                        ErrorCode.RPC_UNAVAILABLE,
                                        ErrorCode.RPC_BAD_RESPONSE,
                                        ErrorCode.UNAVAILABLE)
                                .map(ErrorCode::code),
                        route.reply().errors().stream());
            case Target.FixedError(String code, String _) -> Stream.of(code);
            case Target.FixedData _ -> Stream.empty();
        };
    }
}
