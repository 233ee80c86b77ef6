package dev.gatehouse.gateway.route;

import dev.gatehouse.gateway.route.Access.Auth;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys of a route, and the forms of their values: for each a text for people and a reader. */
final class RouteKeys {
    static final List<String> ALL = List.of(
            "name",
            "http",
            "rpc",
            "respond",
            "auth",
            "scopes",
            "roles",
            "timeout",
            "rate-limit",
            "idempotent",
            "status",
            "request",
            "response",
            "errors",
            "body-limit",
            "envelope",
            "bearer-as",
            "summary");

    static final String NAME_FORM = "domain.command in small letters, digits, _ and -";
    static final String ENDPOINT_FORM =
            "a method (GET, POST, PUT, PATCH, DELETE), one space, a path of " + PathTemplate.ALLOWED;
    static final String RPC_FORM = "a routing key core.<domain>.rpc.<method>.v<number>";
    static final String AUTH_FORM = "required, optional or none";
    static final String SCOPE_FORM = "words of visible ASCII without quotes and backslashes";
    static final String FIELD_FORM = "a field's name in small letters, digits and _";
    static final String CODE_FORM = "an error code such as common.not_implemented";
    static final String CODES_FORM = "error codes such as orders.unknown";

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}(\\.[a-z][a-z0-9_-]{0,63}){1,7}");
    private static final Pattern ROUTING_KEY =
            Pattern.compile("core\\.[a-z][a-z0-9_-]{0,63}\\.rpc\\.[a-z][a-z0-9_-]{0,63}\\.v[1-9][0-9]{0,3}");
    /** RFC 6749, section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");

    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}(?:\\.[a-z][a-z0-9_]{0,63})++");

    private RouteKeys() {}

    static Optional<String> name(String text) {
        return matching(NAME, text);
    }

    static Optional<String> routingKey(String text) {
        return matching(ROUTING_KEY, text);
    }

    static Optional<String> scope(String text) {
        return matching(SCOPE, text);
    }

    static Optional<String> field(String text) {
        return matching(FIELD, text);
    }

    static Optional<String> errorCode(String text) {
        return matching(CODE, text);
    }

    static Optional<Route.Endpoint> endpoint(String text) {
        int space = text.indexOf(' ');
        if (space < 0 || !METHODS.contains(text.substring(0, space))) {
            return Optional.empty();
        }
        return PathTemplate.parse(text.substring(space + 1))
                .map(path -> new Route.Endpoint(text.substring(0, space), path));
    }

    static Optional<Auth> auth(String text) {
        return switch (text) {
            case "required" -> Optional.of(Auth.REQUIRED);
            case "optional" -> Optional.of(Auth.OPTIONAL);
            case "none" -> Optional.of(Auth.NONE);
            default -> Optional.empty();
        };
    }

    static Optional<Duration> timeout(String text) {
        try {
            return Optional.of(Duration.parse(text))
                    .filter(timeout -> timeout.compareTo(RouteBounds.MIN_TIMEOUT) >= 0
                            && timeout.compareTo(RouteBounds.MAX_TIMEOUT) <= 0);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Optional<Integer> status(String text) {
        return text.matches("2[0-9][0-9]") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<String> matching(Pattern form, String text) {
        return form.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
