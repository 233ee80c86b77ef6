package dev.gatehouse.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.cli.UsageException;
import dev.gatehouse.common.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManagementApiTest {
    private final AtomicReference<String> path = new AtomicReference<>("");
    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private volatile int status = 200;
    private volatile String body = "[]";
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            path.set(exchange.getRequestURI().getRawPath());
            authorization.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String before, String after) {
        return "http://" + before + "127.0.0.1:" + server.getAddress().getPort() + after;
    }

    private ManagementApi api(String url) {
        return new ManagementApi(URI.create(url), "ada", new Secret("pässword"));
    }

    @Test
    void bindingsAreReadAndNamesEncoded() {
        body = """
                [{"source": "core.rpc.v1", "vhost": "/", "destination": "q", "destination_type": "queue",
                  "routing_key": "core.#", "arguments": {}, "properties_key": "core.%23"},
                 {"destination": "x", "destination_type": "exchange", "routing_key": "#"}]""";
        assertThat(api(url("", "/prefix/")).bindings("/a b", "core.rpc.v1"))
                .isEqualTo(new Bindings.Known(List.of(new Binding("core.#", "q", true), new Binding("#", "x", false))));
        assertThat(path.get()).isEqualTo("/prefix/api/exchanges/%2Fa%20b/core.rpc.v1/bindings/source");
        assertThat(authorization.get()).isEqualTo("Basic " + base64("ada:pässword"));
    }

    @Test
    void credentialsOfTheUrlWinAndAreNotShown() {
        ManagementApi api = api(url("eve:p%40ss+1@", ""));
        api.bindings("/", "x");
        assertThat(authorization.get()).isEqualTo("Basic " + base64("eve:p@ss+1"));
        assertThat(api.address()).isEqualTo(url("", ""));
    }

    @ParameterizedTest
    @CsvSource({"401, tag management", "404, no such virtual host", "302, status 302", "500, status 500"})
    void whatIsNoAnswerIsToldWithItsMeaning(int answered, String reason) {
        status = answered;
        assertUnknown(reason);
        assertThat(path.get()).as("no redirect is followed").doesNotContain("elsewhere");
    }

    @Test
    void answerOfSomebodyElseIsTold() {
        body = "<html>";
        assertUnknown("not JSON");
        body = "{}";
        assertUnknown("not a list");
    }

    @Test
    void nobodyThereIsTold() {
        String url = url("", "");
        server.stop(0);
        assertThat(api(url).bindings("/", "x")).isEqualTo(new Bindings.Unknown("nothing listens there"));
    }

    private void assertUnknown(String reason) {
        assertThat(api(url("", "")).bindings("/", "x"))
                .isInstanceOfSatisfying(
                        Bindings.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains(reason).doesNotContain("pässword"));
    }

    @Test
    void apiIsLookedForBesideTheBroker() {
        assertThat(ManagementSettings.DEFAULT.urlFor(URI.create("amqp://u:p@broker:5673/v")))
                .hasToString("http://broker:15672");
        assertThat(ManagementSettings.DEFAULT.urlFor(URI.create("amqps://[::1]/v")))
                .hasToString("https://[::1]:15671");
        assertThat(ManagementSettings.at("http://other:1").urlFor(URI.create("amqp://broker")))
                .hasToString("http://other:1");
    }

    @Test
    void urlThatIsNoneIsNotRepeated() {
        assertThatThrownBy(() -> ManagementSettings.at("ftp://u:secret@h"))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ManagementSettings.at("http://u:sec ret@h"))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContaining("sec ret");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
