package dev.gatehouse.auth.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.SettableClock;
import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.DatabaseConfig;
import dev.gatehouse.auth.key.MasterKey;
import dev.gatehouse.auth.pruning.Pruning;
import dev.gatehouse.common.config.Secret;
import dev.gatehouse.testkit.DatabaseFixture;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that are not kept any longer are removed, and no others. */
class AnswerPruningIT {
    private static final Duration KEEP = Duration.ofHours(24);

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final SettableClock clock = SettableClock.atPresent();

    @Test
    void onlyAnswersThatAreKeptLongEnoughAreRemoved() {
        Database database = new Database(DatabaseConfig.of(
                DATABASE.jdbcUrl(), DATABASE.username(), Optional.of(new Secret(DATABASE.password()))));
        database.start();
        try {
            AnswerMemory answers =
                    new AnswerMemory(database, MasterKey.of(new byte[32]), new SecureRandom(), KEEP, clock);
            Pruning pruning = new Pruning("answer-pruning", answers, Duration.ofHours(1));
            CommandId old = remember(answers, 1);
            clock.advance(KEEP.minusSeconds(1));
            CommandId young = remember(answers, 2);
            assertThat(pruning.prune()).isZero();

            clock.advance(Duration.ofSeconds(1));

            assertThat(pruning.prune()).isOne();
            assertThat(answers.find(old)).isEmpty();
            assertThat(answers.find(young)).isPresent();
        } finally {
            database.close();
        }
    }

    private static CommandId remember(AnswerMemory answers, int number) {
        CommandId id = new CommandId(new byte[] {(byte) number}, new byte[] {(byte) number});
        assertThat(answers.take(id)).isTrue();
        answers.keep(id, new Answer.Data(new byte[] {'{', '}'}));
        return id;
    }
}
