package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.origin.AllowedOrigins;
import dev.gatehouse.gateway.security.BearerHeader;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Decides who gets in (RFC 6455, section 4.2), and says why not. Thread-safe. */
final class Handshake {
    static final String PATH = "/v1/connect";
    static final String PROTOCOL = "gatehouse.v1";
    static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");

    /** Of the header {@code Upgrade}, which has been put into small letters. */
    private static final String WEBSOCKET = "websocket";

    private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");
    static final HeaderName PROTOCOLS = HeaderNames.create("Sec-WebSocket-Protocol");
    private static final String BEARER = "bearer.";
    private static final String SUPPORTED_VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final List<String> QUERY_TOKENS = List.of("access_token=", "token=");

    /** For the answer to a client of another version (RFC 6455, section 4.4). */
    static final Header SUPPORTED = HeaderValues.createCached(VERSION, SUPPORTED_VERSION);

    private final SessionServices services;

    Handshake(SessionServices services) {
        this.services = services;
    }

    /**
     * What comes of it.
     *
     * @param token where one came along, verified
     * @param protocol whether the client has named the protocol, and is told that it is spoken
     */
    record Accepted(Optional<String> token, boolean protocol) {
        /** Never the token. */
        @Override
        public String toString() {
            return "Accepted[protocol=" + protocol + "]";
        }
    }

    /**
     * Lets a client in, or throws what it is to be told.
     *
     * @param headers of the request
     * @param query as it came
     */
    Accepted accept(Headers headers, String query) {
        WebSocketConfig.Door door = services.tunables().get().config().door();
        checkForm(headers);
        checkOrigin(headers, door);
        List<String> protocols = protocols(headers);
        boolean named = protocols.contains(PROTOCOL);
        if (!protocols.isEmpty() && !named) {
            throw ServiceException.invalid(
                    PROTOCOLS.defaultCase(), "protocol", "must name " + PROTOCOL + ", or nothing");
        }
        Optional<String> token = token(headers, protocols, query, door);
        token.ifPresent(text -> {
            var _ = services.tokens().identity(text);
        });
        checkPushes();
        return new Accepted(token, named);
    }

    private static void checkForm(Headers headers) {
        if (!value(headers, HeaderNames.UPGRADE).equals(WEBSOCKET)) {
            throw ServiceException.invalid(
                    HeaderNames.UPGRADE.defaultCase(),
                    "required",
                    "must be websocket: this is for WebSocket (RFC 6455) over HTTP/1.1");
        }
        boolean asked = headers.all(HeaderNames.CONNECTION, List::of).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .anyMatch(option -> option.strip().equalsIgnoreCase("upgrade"));
        if (!asked) {
            throw ServiceException.invalid(HeaderNames.CONNECTION.defaultCase(), "required", "must be Upgrade");
        }
        if (!isSupported(headers)) {
            throw ServiceException.invalid(VERSION.defaultCase(), "version", "must be " + SUPPORTED_VERSION);
        }
        if (!isKey(value(headers, KEY))) {
            throw ServiceException.invalid(KEY.defaultCase(), "format", "must be 16 bytes in base64");
        }
    }

    /** Whether a client asks for the version that the gateway supports. */
    static boolean isSupported(Headers headers) {
        return value(headers, VERSION).equals(SUPPORTED_VERSION);
    }

    private void checkOrigin(Headers headers, WebSocketConfig.Door door) {
        String origin = value(headers, HeaderNames.ORIGIN);
        if (origin.isEmpty() || isOwn(origin, value(headers, HeaderNames.HOST))) {
            return;
        }
        if (!AllowedOrigins.of(door.origins()).allows(origin)) {
            throw ServiceException.of(ErrorCode.FORBIDDEN, "The origin is not allowed to connect.");
        }
    }

    /** Whether a page was served under the name by which it now connects. */
    private static boolean isOwn(String origin, String host) {
        int authority = origin.indexOf("://");
        return authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
    }

    private static Optional<String> token(
            Headers headers, List<String> protocols, String query, WebSocketConfig.Door door) {
        Optional<String> inQuery = queryToken(query);
        if (inQuery.isPresent() && !door.queryToken()) {
            throw ServiceException.of(ErrorCode.INVALID_TOKEN, "A token in the URL is not accepted.");
        }
        return switch (BearerHeader.parse(headers.all(HeaderNames.AUTHORIZATION, List::of))) {
            case BearerHeader.Token(String token) -> Optional.of(token);
            case BearerHeader.Malformed _ -> throw ServiceException.of(ErrorCode.INVALID_TOKEN);
            case BearerHeader.Absent _ ->
                protocols.stream()
                        .filter(protocol -> protocol.startsWith(BEARER))
                        .map(protocol -> protocol.substring(BEARER.length()))
                        .findFirst()
                        .or(() -> inQuery);
        };
    }

    private static Optional<String> queryToken(String query) {
        return Arrays.stream(query.split("&", -1))
                .flatMap(pair ->
                        QUERY_TOKENS.stream().filter(pair::startsWith).map(name -> pair.substring(name.length())))
                .findFirst();
    }

    private void checkPushes() {
        if (!services.pushes().isOpen()) {
            throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE, "Pushes cannot be had now.")
                    .notExecuted()
                    .retryAfter(RETRY_AFTER);
        }
    }

    private static List<String> protocols(Headers headers) {
        return headers.all(PROTOCOLS, List::of).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(protocol -> !protocol.isEmpty())
                .toList();
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String value(Headers headers, HeaderName name) {
        return headers.first(name).orElse("");
    }
}
