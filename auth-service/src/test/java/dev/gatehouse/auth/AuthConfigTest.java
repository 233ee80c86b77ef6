package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reading the configuration. */
class AuthConfigTest {
    private static final Path DIRECTORY = Path.of("..", "etc").toAbsolutePath().normalize();
    private static final Path SHIPPED = DIRECTORY.resolve("auth-service.yaml");

    @Test
    void theShippedFileHoldsTheDefaults() {
        ConfigReader shipped = new ConfigReader(ConfigSources.of(SHIPPED, Map.of(), Map.of()));
        AuthProcessConfig fromFile = AuthProcessConfig.read(shipped);
        shipped.finish();

        assertThat(fromFile).isEqualTo(AuthProcessConfig.read(reader(Map.of())));
    }

    @Test
    void everyProblemIsToldAtOnceWithKeyAndValue() {
        ConfigReader reader = reader(Map.of(
                "database.url", "mysql://joe:hidden@db/x",
                "database.pool-size", "0",
                "password.memory", "1KiB",
                "tokens.refresh-idle", "P100D",
                "tokens.default-scopes", "read,wri\"te",
                "tokens.access-lifetim", "PT5M"));
        AuthProcessConfig.read(reader);

        ConfigException failure = catchThrowableOfType(ConfigException.class, reader::finish);

        assertThat(failure.problems()).hasSize(6);
        assertThat(failure.getMessage())
                .contains("database.url", "database.pool-size", "\"0\"", "password.memory", "\"1KiB\"")
                .contains("tokens.refresh-idle", "tokens.default-scopes", "did you mean tokens.access-lifetime")
                .doesNotContain("hidden");
    }

    @Test
    void credentialsInTheDatabasesUrlAreUsedAndNotShown() {
        ConfigReader reader = reader(Map.of(
                "database.url",
                "postgresql://joe:s%40fe@db.example:6000/gate?sslmode=require",
                "database.username",
                "another"));
        AuthConfig config = AuthConfig.read(reader);
        reader.finish();

        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://db.example:6000/gate?sslmode=require");
        assertThat(config.database().username()).isEqualTo("joe");
        assertThat(config.database().password().orElseThrow().reveal()).isEqualTo("s@fe");
        assertThat(reader.effective()).noneMatch(line -> line.contains("s%40fe") || line.contains("s@fe"));
        assertThat(config.toString()).doesNotContain("s@fe");
    }

    private static ConfigReader reader(Map<String, String> values) {
        return new ConfigReader(ConfigSources.ofMap("test", values, DIRECTORY));
    }
}
