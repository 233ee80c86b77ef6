package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.standalone.Client.Answer;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that live as shortly as the configuration allows. */
final class TokenExpiryIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    private Path dir;

    @Test
    void expiredTokenIsToldFromAnInvalidOneAndARefreshGivesOneThatWorks() throws Exception {
        Map<String, String> settings = Map.of(
                "amqp.uri", BROKER.uri().toString(),
                "database.url", DATABASE.jdbcUrl(),
                "database.username", DATABASE.username(),
                "database.password", DATABASE.password(),
                "tokens.access-lifetime", "PT10S",
                "tokens.clock-skew", "PT0S");
        try (RunningSystem system = new RunningSystem(dir, "[]", settings);
                Client client = new Client(system.url())) {
            client.register("ada");
            Answer login = client.login("ada");
            String token = login.text("access_token");
            Awaitility.await("the token's end")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> client.get("/v1/auth/me", token).status() == 401);

            Answer expired = client.get("/v1/auth/me", token);
            assertThat(expired.errorCode()).isEqualTo("auth.token_expired");
            Answer refreshed = client.refresh(login.text("refresh_token"));
            assertThat(client.get("/v1/auth/me", refreshed.text("access_token")).status())
                    .isEqualTo(200);
        }
    }
}
