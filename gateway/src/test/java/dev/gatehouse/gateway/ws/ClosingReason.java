package dev.gatehouse.gateway.ws;

import com.google.errorprone.annotations.Immutable;
import dev.gatehouse.gateway.http.TestGateway;
import dev.gatehouse.gateway.security.TestTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Every reason for which a gateway closes a WebSocket, and how a client brings it about. */
enum ClosingReason {
    RESERVED_BITS(1002, gateway -> sent(gateway, RawWebSocket.FIN | 0x40 | RawWebSocket.TEXT, ping())),
    RESERVED_OPERATION_CODE(1002, gateway -> sent(gateway, RawWebSocket.FIN | 0xB, ping())),
    HALF_OF_A_LONG_PING(1002, gateway -> half(gateway, RawWebSocket.FIN | RawWebSocket.PING, 4_000)),
    NO_MASK(1002, gateway -> raw(gateway, (byte) 0x81, (byte) 2, (byte) '{', (byte) '}')),
    NOT_UTF_8(1007, gateway -> sent(gateway, RawWebSocket.FIN | RawWebSocket.TEXT, new byte[] {'"', (byte) 0xFF})),
    TOO_BIG(1009, gateway -> sent(gateway, RawWebSocket.FIN | RawWebSocket.TEXT, new byte[100_000])),
    HALF_OF_WHAT_IS_TOO_BIG(1009, gateway -> half(gateway, RawWebSocket.FIN | RawWebSocket.TEXT, 10 << 20)),
    DEFECT_OF_THE_GATEWAY(1011, ClosingReason::defect),
    NO_BROKER(1011, ClosingReason::noBroker),
    NOT_JSON(
            4400, gateway -> sent(gateway, RawWebSocket.FIN | RawWebSocket.TEXT, "x".getBytes(StandardCharsets.UTF_8))),
    BINARY(4400, gateway -> sent(gateway, RawWebSocket.FIN | RawWebSocket.BINARY, ping())),
    HALF_OF_WHAT_IS_BINARY(4400, gateway -> half(gateway, RawWebSocket.FIN | RawWebSocket.BINARY, 4_000)),
    NO_TOKEN_AT_FIRST(4401, gateway -> authenticating(gateway, "{\"type\":\"ping\"}")),
    NO_TOKEN_IN_TIME(4401, ClosingReason::late),
    BAD_TOKEN(4401, gateway -> authenticating(gateway, "{\"type\":\"auth\",\"access_token\":\"x.y.z\"}")),
    TOKEN_EXPIRED(4401, ClosingReason::expired),
    SESSION_REVOKED(4401, ClosingReason::revoked),
    TOKEN_OF_ANOTHER_SESSION(4403, ClosingReason::otherSession),
    SILENCE(4408, ClosingReason::silent),
    TOO_MANY_CONNECTIONS(4409, ClosingReason::tooMany),
    RESUMED_BY_ANOTHER_CONNECTION(4410, ClosingReason::resumed),
    FULL_OUTBOX(4413, ClosingReason::slow),
    TOO_MANY_FRAMES(4429, ClosingReason::flood);

    private static final byte[] NOTHING = {};
    private static final Duration LONG = Duration.ofSeconds(25);

    final int code;
    private final Provocation provocation;

    ClosingReason(int code, Provocation provocation) {
        this.code = code;
        this.provocation = provocation;
    }

    @Immutable
    private interface Provocation {
        Closed in(TestGateway gateway) throws IOException;
    }

    /**
     * A client that the gateway is closing.
     *
     * @param rest of the frame that the client was sending
     * @param other another client of the same account, which stays
     */
    record Closed(RawWebSocket client, byte[] rest, Optional<RawWebSocket> other) implements AutoCloseable {
        Closed(RawWebSocket client) {
            this(client, NOTHING, Optional.empty());
        }

        @Override
        public void close() {
            client.close();
            other.ifPresent(RawWebSocket::close);
        }
    }

    /**
     * Connects a client, and has the gateway close it.
     *
     * @param closeTimeout for the client to answer
     */
    Closed provoke(TestGateway gateway, Duration closeTimeout) throws IOException {
        closingWithin(gateway, closeTimeout);
        return provocation.in(gateway);
    }

    /** From the next connection on, how long a client has to answer a close frame. */
    static void closingWithin(TestGateway gateway, Duration closeTimeout) {
        WebSocketConfig defaults = WebSocketConfig.DEFAULT;
        gateway.webSocket = new WebSocketConfig(
                defaults.door(),
                new WebSocketConfig.Times(Duration.ofSeconds(10), LONG, closeTimeout),
                defaults.bounds(),
                defaults.resume(),
                defaults.topics());
    }

    private static byte[] ping() {
        return "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
    }

    private static RawWebSocket connect(TestGateway gateway) throws IOException {
        RawWebSocket client = RawWebSocket.withToken(gateway.port(), gateway.token());
        client.message("hello");
        return client;
    }

    private static Closed raw(TestGateway gateway, byte... bytes) throws IOException {
        RawWebSocket client = connect(gateway);
        client.raw(bytes);
        return new Closed(client);
    }

    private static Closed sent(TestGateway gateway, int first, byte[] payload) throws IOException {
        return raw(gateway, RawWebSocket.masked(first, payload));
    }

    private static Closed half(TestGateway gateway, int first, int length) throws IOException {
        byte[] frame = RawWebSocket.masked(first, new byte[length]);
        int half = 1_000;
        RawWebSocket client = connect(gateway);
        client.raw(Arrays.copyOf(frame, half));
        return new Closed(client, Arrays.copyOfRange(frame, half, frame.length), Optional.empty());
    }

    private static Closed authenticating(TestGateway gateway, String message) throws IOException {
        RawWebSocket client = new RawWebSocket(gateway.port(), WebSockets.PATH);
        client.send(message);
        return new Closed(client);
    }

    private static Closed defect(TestGateway gateway) throws IOException {
        gateway.pushes.joining = () -> {
            gateway.pushes.joining = () -> {};
            throw new IllegalStateException("on purpose");
        };
        return authenticating(gateway, auth(gateway.token()));
    }

    private static Closed noBroker(TestGateway gateway) throws IOException {
        RawWebSocket client = new RawWebSocket(gateway.port(), WebSockets.PATH);
        gateway.pushes.open = false;
        client.send(auth(gateway.token()));
        client.message("error");
        gateway.pushes.open = true;
        return new Closed(client);
    }

    private static Closed late(TestGateway gateway) throws IOException {
        times(gateway, Duration.ofMillis(100), LONG);
        return new Closed(new RawWebSocket(gateway.port(), WebSockets.PATH));
    }

    private static Closed silent(TestGateway gateway) throws IOException {
        times(gateway, LONG, Duration.ofSeconds(1));
        return new Closed(connect(gateway));
    }

    private static Closed expired(TestGateway gateway) throws IOException {
        String token = token("exp", Instant.now().plusSeconds(2).getEpochSecond());
        return new Closed(RawWebSocket.withToken(gateway.port(), token));
    }

    private static Closed revoked(TestGateway gateway) throws IOException {
        RawWebSocket client = connect(gateway);
        gateway.sessions.revoked(UUID.fromString(TestTokens.SESSION));
        return new Closed(client);
    }

    private static Closed otherSession(TestGateway gateway) throws IOException {
        RawWebSocket client = connect(gateway);
        client.send(auth(token("sid", UUID.randomUUID().toString())));
        return new Closed(client);
    }

    private static Closed resumed(TestGateway gateway) throws IOException {
        RawWebSocket old = RawWebSocket.withToken(gateway.port(), gateway.token());
        String id = old.message("hello").path("connection_id").asString();
        RawWebSocket fresh = connect(gateway);
        fresh.send("{\"type\":\"resume\",\"connection_id\":\"" + id + "\",\"last_seq\":0}");
        fresh.message("resumed");
        return new Closed(old, NOTHING, Optional.of(fresh));
    }

    private static Closed tooMany(TestGateway gateway) throws IOException {
        WebSocketConfig now = gateway.webSocket;
        gateway.webSocket = new WebSocketConfig(
                new WebSocketConfig.Door(true, List.of(), false, 100, 1),
                now.times(),
                now.bounds(),
                now.resume(),
                now.topics());
        RawWebSocket first = connect(gateway);
        return new Closed(RawWebSocket.withToken(gateway.port(), gateway.token()), NOTHING, Optional.of(first));
    }

    private static Closed flood(TestGateway gateway) throws IOException {
        RawWebSocket client = connect(gateway);
        byte[] frame = RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, ping());
        for (int i = 0; i < 300; i++) {
            client.raw(frame);
        }
        return new Closed(client);
    }

    private static Closed slow(TestGateway gateway) throws IOException {
        WebSocketConfig now = gateway.webSocket;
        WebSocketConfig.Bounds bounds = now.bounds();
        gateway.webSocket = new WebSocketConfig(
                now.door(),
                now.times(),
                new WebSocketConfig.Bounds(
                        bounds.message(),
                        bounds.commands(),
                        bounds.subscriptions(),
                        new WebSocketConfig.OutboxBounds(2, bounds.outbox().bytes()),
                        bounds.frames()),
                now.resume(),
                now.topics());
        RawWebSocket client = connect(gateway);
        for (int i = 0; i < 50_000; i++) {
            gateway.pushes.push("account." + TestTokens.ACCOUNT, i);
        }
        return new Closed(client);
    }

    private static void times(TestGateway gateway, Duration auth, Duration heartbeat) {
        WebSocketConfig now = gateway.webSocket;
        gateway.webSocket = new WebSocketConfig(
                now.door(),
                new WebSocketConfig.Times(auth, heartbeat, now.times().close()),
                now.bounds(),
                now.resume(),
                now.topics());
    }

    private static String token(String claim, Object value) {
        Map<String, Object> claims = TestTokens.claims(Instant.now());
        claims.put(claim, value);
        return TestGateway.ISSUER.token(TestGateway.ISSUER.header(), claims);
    }

    private static String auth(String token) {
        return "{\"type\":\"auth\",\"access_token\":\"" + token + "\"}";
    }
}
