package dev.gatehouse.auth.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a database's URL. */
class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/gate, jdbc:postgresql://db:5432/gate, , ",
        "jdbc:postgresql://db/gate?ssl=true, jdbc:postgresql://db/gate?ssl=true, , ",
        "jdbc:postgresql://db/gate?user=joe&password=p%26w&ssl=true, jdbc:postgresql://db/gate?ssl=true, joe, p&w",
        "postgresql://joe:pw@db/gate, jdbc:postgresql://db/gate, joe, pw",
        "postgres://joe@db:6000/gate?ssl=true, jdbc:postgresql://db:6000/gate?ssl=true, joe, ",
        "postgresql://joe:a+b%3A@[::1]:6000/gate, jdbc:postgresql://[::1]:6000/gate, joe, a+b:",
        "postgresql://one:6000/gate, jdbc:postgresql://one:6000/gate, , ",
    })
    void theCredentialsAreTakenOutOfTheUrl(String text, String jdbcUrl, String username, String password) {
        DatabaseUrl url = DatabaseUrl.parse(text).orElseThrow();

        assertThat(url.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(url.username()).isEqualTo(Optional.ofNullable(username));
        assertThat(url.password().map(secret -> secret.reveal())).isEqualTo(Optional.ofNullable(password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://db/gate",
                "jdbc:mysql://db/gate",
                "jdbc:postgresql://db",
                "jdbc:postgresql://db/",
                "jdbc:postgresql://joe:pw@db/gate",
                "postgresql://",
                "postgresql:///gate",
                "postgresql://db/ga te",
                "postgresql://db:port/gate",
                "postgresql://joe:%zz@db/gate"
            })
    void anythingElseIsNoUrl(String text) {
        assertThat(DatabaseUrl.parse(text)).isEmpty();
    }

    @Test
    void itPrintsWithoutThePassword() {
        assertThat(DatabaseUrl.parse("postgresql://joe:hidden@db/gate")
                        .orElseThrow()
                        .toString())
                .doesNotContain("hidden");
    }
}
