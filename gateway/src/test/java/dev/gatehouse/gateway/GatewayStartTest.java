package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.address.ListenAddress;
import dev.gatehouse.common.admin.AdminViews;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.lifecycle.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway without a broker, on the hosts that it may be told to listen on. */
class GatewayStartTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "::", "[::]", "0.0.0.0", "127.0.0.1", "localhost"})
    void listensOnAnyHostOfThisMachine(String host) throws Exception {
        GatewayContainer gateway = gateway(host);
        gateway.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI url = new ListenAddress(ListenAddress.host(host).orElseThrow(), gateway.port()).url("http");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(url.resolve("/fixed")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } finally {
            gateway.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-host.invalid", "192.0.2.1", "fe80::1%no-such-interface"})
    void hostThatCannotBeListenedOnIsToldWithItsKey(String host) throws IOException {
        GatewayContainer gateway = gateway(host);
        assertThatThrownBy(gateway::start)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("server.host: cannot listen on " + host + ": ");
        gateway.close();
    }

    private GatewayContainer gateway(String host) throws IOException {
        Files.writeString(
                Files.createDirectories(dir.resolve("routes")).resolve("test.yaml"),
                "- {name: t.fixed, http: GET /fixed, auth: none, respond: {data: {}}}");
        // Port 1 is nobody's.
        Map<String, String> values = Map.of("server.host", host, "server.port", "0", "amqp.uri", "amqp://127.0.0.1:1");
        ConfigReader reader = new ConfigReader(ConfigSources.ofMap("test", values, dir));
        GatewayConfig config = GatewayConfig.read(reader);
        reader.finish();
        return new GatewayContainer(config, reader, new AdminViews(new Health()));
    }
}
