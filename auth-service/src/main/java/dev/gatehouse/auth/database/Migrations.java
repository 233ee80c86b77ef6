package dev.gatehouse.auth.database;

import dev.gatehouse.common.config.Secret;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date. Two services that start at once take turns: Flyway holds a lock in the database. */
final class Migrations {
    /** A migration may rewrite a table: it gets far longer than a request's statement. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);

    private Migrations() {}

    static void run(DatabaseConfig config) {
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
