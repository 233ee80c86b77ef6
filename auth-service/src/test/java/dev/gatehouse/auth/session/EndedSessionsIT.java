package dev.gatehouse.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.SettableClock;
import dev.gatehouse.auth.account.Account;
import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.account.AccountStatus;
import dev.gatehouse.auth.account.PostgresAccountStore;
import dev.gatehouse.auth.credential.PasswordHash;
import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.DatabaseConfig;
import dev.gatehouse.auth.outbox.Outbox;
import dev.gatehouse.auth.pruning.Pruning;
import dev.gatehouse.auth.token.RefreshToken;
import dev.gatehouse.auth.token.TokenConfig;
import dev.gatehouse.common.config.Secret;
import dev.gatehouse.testkit.DatabaseFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions that ended long ago are removed, and no others. */
class EndedSessionsIT {
    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final SettableClock clock = SettableClock.atPresent();

    @Test
    void onlySessionsThatEndedLongerAgoThanTheRetentionAreRemoved() {
        Database database = new Database(DatabaseConfig.of(
                DATABASE.jdbcUrl(), DATABASE.username(), Optional.of(new Secret(DATABASE.password()))));
        database.start();
        try {
            SessionStore store =
                    new PostgresSessionStore(database, new SessionEvents(new Outbox(database), TokenConfig.defaults()));
            AccountId owner = account(database);
            Pruning pruning = new Pruning(
                    "session-pruning", new EndedSessions(TokenConfig.defaults(), store, clock), Duration.ofHours(1));
            SessionId revoked = open(store, owner, "revoked");
            store.revoke(new RefreshToken("revoked"), RevokeReason.LOGOUT, clock.instant());
            SessionId unused = open(store, owner, "unused");

            clock.advance(Duration.ofDays(7));
            assertThat(pruning.prune()).isZero();

            clock.advance(Duration.ofSeconds(1));
            assertThat(pruning.prune()).isEqualTo(1);
            assertThat(store.find(revoked)).isEmpty();
            assertThat(store.find(unused)).isPresent();

            clock.advance(Duration.ofDays(30));
            SessionId live = open(store, owner, "live");
            assertThat(pruning.prune()).isEqualTo(1);
            assertThat(store.find(unused)).isEmpty();
            assertThat(store.find(live)).isPresent();
            assertThat(pruning.prune()).isZero();
        } finally {
            database.close();
        }
    }

    private SessionId open(SessionStore store, AccountId owner, String token) {
        SessionId id = new SessionId(UUID.randomUUID());
        store.open(id, owner, Optional.empty(), new RefreshToken(token), clock.instant());
        return id;
    }

    private AccountId account(Database database) {
        AccountId id = new AccountId(UUID.randomUUID());
        PasswordHash hash = PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        assertThat(new PostgresAccountStore(database, new Outbox(database))
                        .add(new Account(
                                id,
                                "pruned",
                                "pruned@example.org",
                                hash,
                                AccountStatus.ACTIVE,
                                List.of(),
                                false,
                                false,
                                clock.instant())))
                .isTrue();
        return id;
    }
}
