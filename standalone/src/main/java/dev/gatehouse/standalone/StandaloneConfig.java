package dev.gatehouse.standalone;

import dev.gatehouse.auth.AuthProcessConfig;
import dev.gatehouse.common.admin.AdminConfig;
import dev.gatehouse.common.config.ConfigKey;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.telemetry.Logging;
import dev.gatehouse.gateway.GatewayProcessConfig;
import dev.gatehouse.gateway.http.HttpConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration of both services in one process: their files, the environment and the system properties, and above all these what the
 * standalone system decides itself. Immutable.
 */
final class StandaloneConfig {
    private static final Logger LOG = LoggerFactory.getLogger(StandaloneConfig.class);

    /** Set for a real broker or database, these would not fit the embedded ones. */
    private static final List<String> FOR_REAL_SERVERS =
            List.of("amqp.password", "amqp.password-file", "database.password", "database.password-file");

    private final Path etc;
    private final Map<String, String> environment;
    private final Map<String, String> properties;

    /**
     * @param etc the directory of the two files
     * @param decided values by key, which nothing overrides
     */
    StandaloneConfig(
            Path etc, Map<String, String> environment, Map<String, String> properties, Map<String, String> decided) {
        this.etc = etc;
        this.environment = new HashMap<>(environment);
        this.properties = new HashMap<>(properties);
        for (String path : FOR_REAL_SERVERS) {
            this.environment.remove(key(path).environmentVariable());
            this.properties.remove(key(path).systemProperty());
        }
        decided.forEach((path, value) -> this.properties.put(key(path).systemProperty(), value));
    }

    /** The same, with more that is decided. */
    StandaloneConfig with(Map<String, String> decided) {
        return new StandaloneConfig(etc, environment, properties, decided);
    }

    /** Where the gateway and the admin socket will listen; what is wrong with the files is told when they are read as a whole. */
    List<Ports.Wanted> ports() {
        ConfigReader reader = reader("gateway.yaml");
        HttpConfig http = HttpConfig.read(reader);
        AdminConfig admin = AdminConfig.read(reader, GatewayProcessConfig.DEFAULT_ADMIN_PORT);
        return List.of(
                new Ports.Wanted("--port", "server.host", http.host(), http.port()),
                new Ports.Wanted("--admin-port", "admin.host", admin.host(), admin.port()));
    }

    /** A reader for {@link #gateway}, which can be read again later. */
    ConfigReader gatewayReader() {
        return reader("gateway.yaml");
    }

    static GatewayProcessConfig gateway(ConfigReader reader) {
        GatewayProcessConfig config = GatewayProcessConfig.read(reader);
        finish(reader);
        return config;
    }

    AuthProcessConfig auth() {
        ConfigReader reader = reader("auth-service.yaml");
        AuthProcessConfig config = AuthProcessConfig.read(reader);
        finish(reader);
        return config;
    }

    private ConfigReader reader(String file) {
        return new ConfigReader(ConfigSources.of(etc.resolve(file), environment, properties));
    }

    private static void finish(ConfigReader reader) {
        reader.finish();
        reader.warnOfMisspeltVariables();
        reader.effective().forEach(line -> LOG.info(Logging.NOT_RATE_LIMITED, "{}", line));
    }

    private static ConfigKey key(String path) {
        return ConfigKey.named(path);
    }
}
