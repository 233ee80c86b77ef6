package dev.gatehouse.auth;

import com.fasterxml.uuid.Generators;
import dev.gatehouse.auth.account.AccountStore;
import dev.gatehouse.auth.account.PostgresAccountStore;
import dev.gatehouse.auth.account.Registration;
import dev.gatehouse.auth.command.Commands;
import dev.gatehouse.auth.credential.CommonPasswords;
import dev.gatehouse.auth.credential.PasswordPolicy;
import dev.gatehouse.auth.credential.Passwords;
import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.key.MasterKey;
import dev.gatehouse.auth.key.SigningKeys;
import dev.gatehouse.auth.outbox.Outbox;
import dev.gatehouse.auth.pruning.Pruning;
import dev.gatehouse.auth.rpc.AuthOperations;
import dev.gatehouse.auth.session.CurrentAccount;
import dev.gatehouse.auth.session.EndedSessions;
import dev.gatehouse.auth.session.Login;
import dev.gatehouse.auth.session.PostgresSessionStore;
import dev.gatehouse.auth.session.Revocations;
import dev.gatehouse.auth.session.SessionEvents;
import dev.gatehouse.auth.session.SessionStore;
import dev.gatehouse.auth.session.Sessions;
import dev.gatehouse.auth.session.TokenValidation;
import dev.gatehouse.auth.token.AccessTokenIssuer;
import dev.gatehouse.auth.token.AccessTokenVerifier;
import dev.gatehouse.auth.token.RefreshTokens;
import dev.gatehouse.common.lifecycle.Container;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Wires everything between the database and the RPC server, and starts it in a container. */
final class AuthDomain {
    private final AuthConfig config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    AuthDomain(AuthConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** The operations to serve. Blocks until the database is there. */
    AuthOperations start(Container container, Database database, Outbox outbox) {
        MasterKey masterKey = MasterKey.load(config.keys());
        Passwords passwords =
                container.start("passwords", new Passwords(config.password(), random, clock, System::nanoTime));
        container.start("database", database);
        SigningKeys keys = container.start("signing-keys", new SigningKeys(database, masterKey, random, clock));
        Supplier<UUID> ids = Generators.timeBasedEpochRandomGenerator(random)::generate;
        AccountStore accounts = new PostgresAccountStore(database, outbox);
        SessionStore sessionStore = new PostgresSessionStore(database, new SessionEvents(outbox, config.tokens()));
        Commands commands = new Commands(config.deduplication(), database, masterKey, random, clock);
        prune(container, sessionStore, commands);
        Sessions sessions = new Sessions(
                config.tokens(),
                sessionStore,
                new AccessTokenIssuer(config.tokens(), keys, ids, clock),
                new RefreshTokens(masterKey, random),
                ids,
                clock);
        PasswordPolicy policy = new PasswordPolicy(CommonPasswords.load());
        return new AuthOperations(
                commands,
                new Registration(config.registration(), accounts, passwords, policy, ids, clock),
                new Login(accounts, passwords, clock),
                sessions,
                new TokenValidation(new AccessTokenVerifier(config.tokens(), keys, clock), sessions),
                new Revocations(config.tokens(), sessionStore, clock),
                new CurrentAccount(accounts, sessions),
                keys);
    }

    private void prune(Container container, SessionStore sessions, Commands commands) {
        container.start(
                "session-pruning",
                new Pruning(
                        "session-pruning",
                        new EndedSessions(config.tokens(), sessions, clock),
                        config.tokens().pruneInterval()));
        container.start(
                "answer-pruning",
                new Pruning(
                        "answer-pruning",
                        commands.oldAnswers(),
                        config.deduplication().pruneInterval()));
    }
}
