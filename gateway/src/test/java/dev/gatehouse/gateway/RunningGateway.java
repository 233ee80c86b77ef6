package dev.gatehouse.gateway;

import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.admin.AdminConfig;
import dev.gatehouse.common.admin.AdminServer;
import dev.gatehouse.common.admin.AdminViews;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.gateway.security.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The whole gateway with its admin socket, as one process has it, on a broker. */
public final class RunningGateway implements AutoCloseable {
    /** Who issues the tokens that it accepts. */
    public static final TestTokens ISSUER = new TestTokens("k1");

    private static final Duration READY_LIMIT = Duration.ofSeconds(30);

    private final Container parts = new Container("test-gateway");
    private final Health health = new Health();
    private final GatewayContainer gateway;
    private final AdminServer admin;

    /**
     * Starts it, and does not wait until it is ready.
     *
     * @param dir for files of its own
     * @param routes the text of its route file
     * @param settings values by key
     */
    public RunningGateway(URI broker, Path dir, String routes, Map<String, String> settings) throws IOException {
        Files.writeString(Files.createDirectories(dir.resolve("routes")).resolve("test.yaml"), routes);
        Map<String, String> values = new HashMap<>(settings);
        values.put("server.port", "0");
        values.put("amqp.uri", broker.toString());
        ConfigReader reader = new ConfigReader(ConfigSources.ofMap("test", values, dir));
        GatewayConfig config = GatewayConfig.read(reader);
        reader.finish();
        parts.setGrace(config.door().http().shutdownGrace());
        AdminViews views = new AdminViews(health);
        gateway = parts.start("gateway", new GatewayContainer(config, reader, views));
        admin = parts.start("admin", new AdminServer(new AdminConfig("127.0.0.1", 0), views));
        health.markStarted();
    }

    public int port() {
        return gateway.port();
    }

    /** A token of a session, good for 15 minutes. */
    public static String token(UUID account, UUID session) {
        Map<String, Object> claims = TestTokens.claims(Instant.now());
        claims.put("sub", account.toString());
        claims.put("sid", session.toString());
        return ISSUER.token(ISSUER.header(), claims);
    }

    /** What the admin socket shows at a path. */
    public JsonNode view(String path) {
        try (InputStream body =
                URI.create("http://127.0.0.1:" + admin.port() + path).toURL().openStream()) {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A number that the admin socket shows. */
    public int number(String path, String field) {
        return view(path).path(field).asInt();
    }

    public void awaitReady(boolean ready) {
        await("readiness " + ready).atMost(READY_LIMIT).until(() -> health.isReady() == ready);
    }

    @Override
    public void close() {
        parts.close();
    }
}
