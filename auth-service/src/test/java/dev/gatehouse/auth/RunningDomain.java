package dev.gatehouse.auth;

import dev.gatehouse.auth.account.RegistrationConfig;
import dev.gatehouse.auth.command.DeduplicationConfig;
import dev.gatehouse.auth.credential.Argon2Parameters;
import dev.gatehouse.auth.credential.PasswordConfig;
import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.DatabaseConfig;
import dev.gatehouse.auth.key.KeyConfig;
import dev.gatehouse.auth.outbox.Outbox;
import dev.gatehouse.auth.outbox.OutboxConfig;
import dev.gatehouse.auth.rpc.AuthOperations;
import dev.gatehouse.auth.token.TokenConfig;
import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.Secret;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.event.EventPublisherConfig;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.common.rpc.Deadline;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.common.rpc.RpcOperation;
import dev.gatehouse.common.rpc.RpcServerConfig;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The auth service without a transport, on a test's database: methods are called as the RPC server would call them. */
final class RunningDomain implements AutoCloseable {
    static final Argon2Parameters CHEAP = new Argon2Parameters(ByteSize.ofMiB(8), 1, 1);

    final SettableClock clock = SettableClock.atPresent();
    final Database database;
    private final Container container = new Container("test");
    private final List<RpcOperation<?, ?>> operations;

    RunningDomain(AuthConfig config) {
        this.database = new Database(config.database());
        AuthOperations started = new AuthDomain(config, clock).start(container, database, new Outbox(database));
        this.operations = started.all();
    }

    /** A configuration for the database, with cheap hashes and a master key of its own. */
    static AuthConfig config(DatabaseFixture database, Path directory) throws Exception {
        return config(database.jdbcUrl(), database, directory);
    }

    static AuthConfig config(String jdbcUrl, DatabaseFixture database, Path directory) throws Exception {
        return new AuthConfig(
                AmqpConfig.of(AmqpConfig.DEFAULT_URI),
                RpcServerConfig.defaults(),
                DatabaseConfig.of(jdbcUrl, database.username(), Optional.of(new Secret(database.password()))),
                new KeyConfig(masterKeyFile(directory)),
                new PasswordConfig(CHEAP, 2, 256),
                TokenConfig.defaults(),
                DeduplicationConfig.defaults(),
                EventPublisherConfig.defaults(),
                OutboxConfig.defaults(),
                new RegistrationConfig(true));
    }

    static Path masterKeyFile(Path directory) throws Exception {
        Path file = directory.resolve("master.key");
        if (!Files.exists(file)) {
            byte[] key = new byte[32];
            new java.security.SecureRandom().nextBytes(key);
            Files.writeString(file, Base64.getEncoder().encodeToString(key));
        }
        return file;
    }

    <Q, R> R call(RpcMethod<Q, R> method, Q request) {
        return call(method, request, Optional.empty());
    }

    <Q, R> R call(RpcMethod<Q, R> method, Q request, Optional<RpcContext.Caller> caller) {
        // Without a message id nothing asks for the body.
        byte[] data = operation(method).answer(context(caller, Optional.empty()), request, new byte[0]);
        return Json.mapper().readValue(data, method.response());
    }

    /** Delivers a request with a message id; the bytes of the answer's data. */
    <Q> byte[] deliver(RpcMethod<Q, ?> method, Q request, String messageId) {
        byte[] body = Json.mapper().writeValueAsBytes(request);
        return operation(method).answer(context(Optional.empty(), Optional.of(messageId)), request, body);
    }

    @SuppressWarnings("unchecked") // The list pairs each method with a handler of its own types.
    private <Q, R> RpcOperation<Q, R> operation(RpcMethod<Q, R> method) {
        return (RpcOperation<Q, R>) operations.stream()
                .filter(candidate -> candidate.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private RpcContext context(Optional<RpcContext.Caller> caller, Optional<String> messageId) {
        return new RpcContext(
                caller, Optional.of("192.0.2.7"), messageId, Deadline.after(Duration.ofMinutes(1), clock));
    }

    AuthApi.RegisteredAccount register(String username) {
        return call(
                AuthApi.REGISTER, new AuthApi.Register(username, username + "@example.org", "correct horse battery"));
    }

    AuthApi.TokenGrant login(String username) {
        return call(AuthApi.ISSUE_TOKEN, new AuthApi.IssueToken(username, "correct horse battery", Optional.empty()));
    }

    AuthApi.TokenGrant refresh(String token) {
        return call(AuthApi.REFRESH_TOKEN, new AuthApi.RefreshToken(token));
    }

    AuthApi.ValidToken validate(String token) {
        return call(AuthApi.VALIDATE_TOKEN, new AuthApi.ValidateToken(token));
    }

    AuthApi.Account account(UUID accountId, UUID sessionId) {
        return call(
                AuthApi.GET_ACCOUNT,
                new AuthApi.Nothing(),
                Optional.of(new RpcContext.Caller(accountId, sessionId, List.of(), List.of())));
    }

    @Override
    public void close() {
        container.close();
    }
}
