package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.http.FuzzedRequests.Fuzzed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Whatever a client sends: no answer of 500, no hang, and each answer in the envelope with the status of its code. */
class HttpFuzzTest {
    private static final int HANG_MILLIS = 15_000;
    private static final String ROUTES = """
            - {name: t.free, http: POST /free, rpc: core.t.rpc.free.v1, auth: none}
            - {name: t.typed, http: GET /typed, rpc: core.t.rpc.free.v1, auth: none, request: schemas/typed.json}
            - {name: t.put, http: PUT /typed, rpc: core.t.rpc.free.v1, auth: optional, request: schemas/typed.json}
            - {name: t.item, http: "GET /items/{id}", rpc: core.t.rpc.free.v1, auth: none}
            - {name: t.patch, http: "PATCH /items/{id}", rpc: core.t.rpc.free.v1, auth: none}
            - {name: t.part, http: "DELETE /items/{id}/parts/{part_id}", rpc: core.t.rpc.free.v1, auth: none}
            - {name: t.mine, http: GET /mine, rpc: core.t.rpc.free.v1}
            - {name: t.fixed, http: GET /fixed, auth: none, respond: {data: {a: 1}}}
            - {name: t.error, http: GET /error, auth: none, respond: {error_code: common.not_implemented, message: later}}
            - {name: t.bare, http: GET /bare, rpc: core.t.rpc.free.v1, auth: none, envelope: false}
            """;
    private static final String SCHEMA = """
            {"type": "object", "properties": {
              "count": {"type": "integer", "minimum": 0, "multipleOf": 3},
              "price": {"type": "number", "maximum": 1e6},
              "on": {"type": "boolean"},
              "text": {"type": "string", "maxLength": 5, "pattern": "^(a|b)*$", "format": "email"},
              "tags": {"type": "array", "items": {"type": "integer"}, "uniqueItems": true},
              "nested": {"$ref": "#"}}}
            """;

    private static final Logger ACCESS = (Logger) LoggerFactory.getLogger("gateway.access");

    private static @Nullable Path directory;
    private static @Nullable TestGateway gateway;
    private static @Nullable Connection kept;
    /** What went over the kept connection last. */
    private static String before = "";

    @BeforeContainer
    static void start() throws IOException {
        ACCESS.setLevel(Level.WARN);
        Path made = Files.createTempDirectory("gatehouse-fuzz");
        directory = made;
        Files.createDirectories(made.resolve("schemas"));
        Files.writeString(made.resolve("schemas/typed.json"), SCHEMA);
        gateway = TestGateway.start(made, ROUTES);
    }

    @AfterContainer
    static void stop() throws IOException {
        ACCESS.setLevel(null);
        if (kept != null) {
            kept.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (directory != null) {
            try (var files = Files.walk(directory)) {
                for (Path file : files.toList().reversed()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Provide
    static Arbitrary<Fuzzed> requests() {
        return FuzzedRequests.any();
    }

    @Property(tries = 100_000, shrinking = ShrinkingMode.BOUNDED)
    void everyRequestGetsAnAnswerThatIsNoDefect(@ForAll("requests") Fuzzed request) throws IOException {
        Optional<Response> response = request.sound() ? keptOpen(request) : halfClosed(request);
        if (request.sound()) {
            assertThat(response).as(request.toString()).isPresent();
        }
        response.ifPresent(answer -> check(request, answer));
        // What is made up has to get past the first checks often enough to show anything of the later ones.
        Statistics.label("status")
                .collect(response.map(answer -> answer.status() / 100).orElse(0))
                .coverage(coverage -> {
                    coverage.check(2).percentage(percentage -> percentage > 5);
                    coverage.check(4).percentage(percentage -> percentage > 20);
                });
    }

    private static void check(Fuzzed request, Response response) {
        assertThat(response.status())
                .as("%s%n%s", request, response)
                .isBetween(200, 504)
                .isNotEqualTo(500);
        assertThat(response.headers()).as(request.toString()).containsKey("x-request-id");
        boolean json = response.headers().getOrDefault("content-type", "").equals("application/json");
        boolean encoded = response.headers().containsKey("content-encoding");
        if (json && !encoded && response.body().length > 0) {
            JsonNode body = parsed(request, response);
            if (response.status() >= 400) {
                assertThat(body.path("success").asBoolean(true))
                        .as(request.toString())
                        .isFalse();
                ErrorCode code =
                        ErrorCode.of(body.path("error_code").asString("")).orElseThrow();
                assertThat(response.status()).as(request.toString()).isEqualTo(code.status());
            }
        } else if (response.status() >= 400) {
            assertThat(request.head() || encoded)
                    .as("%s%n%s", request, response)
                    .isTrue();
        }
    }

    private static JsonNode parsed(Fuzzed request, Response response) {
        try {
            return Json.mapper().readTree(response.body());
        } catch (JacksonException e) {
            throw new AssertionError("no JSON in the answer to " + request + ": " + response, e);
        }
    }

    /** Over the connection of the requests before, as long as the server keeps it. */
    private static Optional<Response> keptOpen(Fuzzed request) throws IOException {
        Connection connection = kept;
        if (connection == null) {
            connection = new Connection();
            kept = connection;
        }
        Optional<Response> response;
        try {
            connection.write(request.bytes());
            response = connection.read(request.head());
        } catch (SocketException e) {
            kept = null;
            throw new AssertionError(
                    "closed at once, with " + connection.lastWords() + ", after " + before + " at " + request, e);
        }
        before = request + " and " + response;
        if (response.isEmpty() || response.get().isLast()) {
            connection.close();
            kept = null;
        }
        return response;
    }

    /** Over a connection of its own, which ends after the request: the server cannot wait for more. */
    private static Optional<Response> halfClosed(Fuzzed request) throws IOException {
        try (Connection connection = new Connection()) {
            connection.write(request.bytes());
            connection.end();
            return connection.read(request.head());
        } catch (SocketException e) {
            // The server has closed a connection with bytes on it that it had not read.
            return Optional.empty();
        }
    }

    /** @param headers by their names in small letters, the last of each */
    private record Response(int status, Map<String, String> headers, byte[] body) {
        boolean isLast() {
            return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        }

        @Override
        public String toString() {
            return status + " " + headers + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Connection() throws IOException {
            TestGateway running = gateway;
            if (running == null) {
                throw new IllegalStateException("the gateway has not been started");
            }
            socket = new Socket(InetAddress.getLoopbackAddress(), running.server.port());
            socket.setSoTimeout(HANG_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** What the server had sent before it closed the connection, as far as it has come. */
        String lastWords() {
            try {
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                return "nothing (" + e.getMessage() + ")";
            }
        }

        void end() throws IOException {
            socket.shutdownOutput();
        }

        /** The next answer that is not an interim one; empty where the connection ends instead. */
        Optional<Response> read(boolean withoutBody) throws IOException {
            String status = line();
            if (status.isEmpty()) {
                return Optional.empty();
            }
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int code = Integer.parseInt(status.split(" ", 3)[1]);
            if (code < 200) {
                return read(withoutBody);
            }
            boolean none = withoutBody || code == 204 || code == 304;
            int length = none ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return Optional.of(new Response(code, headers, in.readNBytes(length)));
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
