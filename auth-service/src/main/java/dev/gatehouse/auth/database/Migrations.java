package dev.gatehouse.auth.database;

import dev.gatehouse.common.config.Secret;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to date. Two services that start at once take turns: Flyway holds a lock in the database. */
final class Migrations {
    /** A migration may rewrite a table: it gets far longer than a request's statement. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);

    private Migrations() {}

    /** Returns the failure, where another try may not meet it: the server went away. */
    static Optional<SQLException> run(DatabaseConfig config) {
        try {
            migrate(config);
            return Optional.empty();
        } catch (FlywayException e) {
            return Optional.of(DatabaseFailures.sqlCause(e)
                    .filter(DatabaseFailures::isPassing)
                    .orElseThrow(() -> e));
        }
    }

    private static void migrate(DatabaseConfig config) {
        Flyway.configure()
                .dataSource(
                        config.url(),
                        config.username(),
                        config.password().map(Secret::reveal).orElse(""))
                .jdbcProperties(new Connector(config).properties(STATEMENT_TIMEOUT))
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
