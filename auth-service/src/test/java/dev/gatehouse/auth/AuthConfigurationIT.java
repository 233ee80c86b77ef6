package dev.gatehouse.auth;

import static dev.gatehouse.auth.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.credential.Argon2Parameters;
import dev.gatehouse.auth.key.KeyConfig;
import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What differs between services that are configured otherwise, on one database. */
class AuthConfigurationIT {
    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    static Path directory;

    @Test
    void registrationCanBeDisabled() throws Exception {
        try (RunningDomain service =
                new RunningDomain(Configs.withoutRegistration(RunningDomain.config(DATABASE, directory)))) {
            assertFails(ErrorCode.REGISTRATION_DISABLED, () -> service.register("somebody"));
        }
    }

    @Test
    void aLoginHashesThePasswordAnewWhereItsCostHasChanged() throws Exception {
        AuthConfig config = RunningDomain.config(DATABASE, directory);
        try (RunningDomain service = new RunningDomain(config)) {
            service.register("nora");
        }
        Argon2Parameters dearer = new Argon2Parameters(ByteSize.ofMiB(9), 2, 1);
        try (RunningDomain service = new RunningDomain(Configs.withPasswordCost(config, dearer))) {
            assertThat(passwordHash("nora")).startsWith("$argon2id$v=19$m=8192,t=1,p=1$");
            service.login("nora");
            String replaced = passwordHash("nora");
            assertThat(replaced).startsWith("$argon2id$v=19$m=9216,t=2,p=1$");

            service.login("nora");
            assertThat(passwordHash("nora")).isEqualTo(replaced);
        }
    }

    @Test
    void servicesThatStartAtOnceSignWithOneKey() throws Exception {
        try (DatabaseOfOneTest fresh = DatabaseOfOneTest.create(DATABASE)) {
            AuthConfig config = RunningDomain.config(fresh.jdbcUrl(), DATABASE, directory);
            List<RunningDomain> services = Together.run(4, i -> () -> new RunningDomain(config));
            try {
                assertThat(services.stream().map(service -> service.call(AuthApi.JWKS, new AuthApi.Nothing())))
                        .allSatisfy(keys -> assertThat(keys.keys()).hasSize(1))
                        .containsOnly(services.getFirst().call(AuthApi.JWKS, new AuthApi.Nothing()));
                services.get(0).register("olga");
                AuthApi.TokenGrant grant = services.get(1).login("olga");
                assertThat(services.get(2).validate(grant.accessToken()).valid())
                        .isTrue();
                assertThat(services.get(3).refresh(grant.refreshToken()).sessionId())
                        .isEqualTo(grant.sessionId());
            } finally {
                services.forEach(RunningDomain::close);
            }
        }
    }

    @Test
    void anotherMasterKeyStopsTheStart(@TempDir Path elsewhere) throws Exception {
        AuthConfig config = RunningDomain.config(DATABASE, directory);
        new RunningDomain(config).close();

        AuthConfig wrong = Configs.withKeys(config, new KeyConfig(RunningDomain.masterKeyFile(elsewhere)));

        assertThatThrownBy(() -> new RunningDomain(wrong))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("keys.master-key-file")
                .hasMessageContaining("does not open signing key");
    }

    @Test
    void aMissingMasterKeyStopsTheStart(@TempDir Path elsewhere) throws Exception {
        AuthConfig config = RunningDomain.config(DATABASE, directory);
        Path missing = elsewhere.resolve("no-such.key");

        assertThat(Files.exists(missing)).isFalse();
        assertThatThrownBy(() -> new RunningDomain(Configs.withKeys(config, new KeyConfig(missing))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("keys.master-key-file")
                .hasMessageContaining("no-such.key");
    }

    private static String passwordHash(String username) throws SQLException {
        try (Connection connection = DATABASE.connect();
                var statement = connection.prepareStatement("SELECT password_hash FROM accounts WHERE username = ?")) {
            statement.setString(1, username);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
