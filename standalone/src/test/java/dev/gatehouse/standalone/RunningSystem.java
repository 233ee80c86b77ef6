package dev.gatehouse.standalone;

import dev.gatehouse.auth.AuthContainer;
import dev.gatehouse.auth.AuthProcessConfig;
import dev.gatehouse.common.admin.AdminViews;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.gateway.GatewayContainer;
import dev.gatehouse.gateway.GatewayProcessConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Both services with the configuration and the routes of the repository, and with routes of the tests beside them. */
final class RunningSystem implements AutoCloseable {
    private static final Path ETC = Path.of("..", "etc");
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);

    private final Container parts = new Container("system");
    private final Health health = new Health();
    private final Path dir;
    private final GatewayContainer gateway;

    /**
     * @param dir for files of its own
     * @param routes the text of one more route file
     * @param settings values by key, for both services
     */
    RunningSystem(Path dir, String routes, Map<String, String> settings) throws IOException {
        this.dir = dir;
        prepare(routes);
        parts.start(
                "auth",
                new AuthContainer(
                        read(reader("auth-service.yaml", settings), AuthProcessConfig::read)
                                .auth(),
                        health));
        ConfigReader reader = reader("gateway.yaml", settings);
        gateway = parts.start(
                "gateway",
                new GatewayContainer(
                        read(reader, GatewayProcessConfig::read).gateway(), reader, new AdminViews(health)));
        health.markStarted();
        new Readiness(url(), health, READY_LIMIT).await();
    }

    private void prepare(String routes) throws IOException {
        copy(ETC, dir);
        Files.writeString(dir.resolve("routes").resolve("tests.yaml"), routes);
        try (DataDirectory data = DataDirectory.open(dir.resolve("data"))) {
            data.masterKeyFile();
        }
    }

    /** Copies a directory into another one. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }

    private static <T> T read(ConfigReader reader, Function<ConfigReader, T> read) {
        T config = read.apply(reader);
        reader.finish();
        return config;
    }

    private ConfigReader reader(String file, Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("gatehouse.server.port", "0");
        properties.put(
                "gatehouse.keys.master-key-file", dir.resolve("data/master-key").toString());
        settings.forEach((key, value) -> properties.put("gatehouse." + key, value));
        return new ConfigReader(ConfigSources.of(dir.resolve(file), Map.of(), properties));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    boolean isReady() {
        return health.isReady();
    }

    void awaitReady(boolean ready) {
        Awaitility.await("readiness " + ready).atMost(READY_LIMIT).until(() -> health.isReady() == ready);
    }

    @Override
    public void close() {
        parts.close();
    }
}
