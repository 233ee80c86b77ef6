package dev.gatehouse.auth;

import static dev.gatehouse.auth.Failures.assertFails;
import static dev.gatehouse.auth.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.Topology;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.common.rpc.RpcClient;
import dev.gatehouse.common.rpc.RpcClientConfig;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole auth service, from the broker to the database. */
class AuthServiceIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @TempDir
    static Path directory;

    static final Container PROCESS = new Container("test");
    static final Health HEALTH = new Health();
    static TcpProxy database;
    static RpcClient client;

    @BeforeAll
    static void start() throws Exception {
        database = PROCESS.own("proxy", TcpProxy.to(DATABASE.host(), DATABASE.port()));
        AuthConfig config = RunningDomain.config(DATABASE.jdbcUrlThrough(database), DATABASE, directory);
        PROCESS.start("auth-service", new AuthContainer(Configs.withBroker(config, BROKER.uri()), HEALTH));
        HEALTH.markStarted();
        AmqpConnections connections =
                PROCESS.start("amqp", new AmqpConnections(AmqpConfig.of(BROKER.uri()), "auth-service-test"));
        client = PROCESS.start("client", new RpcClient(RpcClientConfig.defaults(), connections));
        await().atMost(LIMIT).until(() -> HEALTH.isReady() && connections.isReady());
    }

    @AfterAll
    static void stop() {
        PROCESS.close();
    }

    @Test
    void aClientRegistersLogsInAndUsesItsTokens() {
        AuthApi.RegisteredAccount account = register("anna");
        AuthApi.TokenGrant grant = login("anna");
        AuthApi.TokenGrant next = client.call(AuthApi.REFRESH_TOKEN, new AuthApi.RefreshToken(grant.refreshToken()));
        AuthApi.ValidToken valid = client.call(AuthApi.VALIDATE_TOKEN, new AuthApi.ValidateToken(next.accessToken()));

        assertThat(grant.accountId()).isEqualTo(account.accountId());
        assertThat(valid.accountId()).isEqualTo(account.accountId());
        assertThat(valid.sessionId()).isEqualTo(grant.sessionId());

        client.call(AuthApi.LOGOUT, new AuthApi.Logout(next.refreshToken()));
        assertFails(
                ErrorCode.INVALID_TOKEN,
                () -> client.call(AuthApi.VALIDATE_TOKEN, new AuthApi.ValidateToken(next.accessToken())));
    }

    @Test
    void aRequestThatBreaksItsSchemaGetsAllViolations() {
        ServiceException failure =
                failure(() -> client.call(AuthApi.REGISTER, new AuthApi.Register("!", "no address", "short")));

        assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(failure.details()).extracting(FieldViolation::field).contains("username", "email", "password");
    }

    @Test
    void aPasswordThatBreaksTheRulesIsRefusedWithTheRule() {
        ServiceException failure = failure(
                () -> client.call(AuthApi.REGISTER, new AuthApi.Register("berta", "b.k@example.org", "BERTA-1234")));

        assertThat(failure.details())
                .extracting(FieldViolation::field, FieldViolation::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("password", "contains_username"));
    }

    @Test
    void aNulInALoginIsAViolation() {
        assertFails(
                ErrorCode.VALIDATION_FAILED,
                () -> client.call(
                        AuthApi.ISSUE_TOKEN, new AuthApi.IssueToken("a\u0000b", "whatever it is", Optional.empty())));
    }

    @Test
    void fiftyRegistrationsOfOneNameMakeOneAccount() throws Exception {
        List<String> outcomes = Together.run(50, i -> () -> {
            try {
                register("crowd");
                return "made";
            } catch (ServiceException e) {
                return e.code().code();
            }
        });

        assertThat(outcomes).filteredOn("made"::equals).hasSize(1);
        assertThat(outcomes).filteredOn("auth.user_exists"::equals).hasSize(49);
    }

    @Test
    void hundredUsesOfOneRefreshTokenGiveOneSuccessor() throws Exception {
        register("clara");
        AuthApi.TokenGrant grant = login("clara");

        List<AuthApi.TokenGrant> grants = Together.run(
                100, i -> () -> client.call(AuthApi.REFRESH_TOKEN, new AuthApi.RefreshToken(grant.refreshToken())));

        assertThat(new HashSet<>(
                        grants.stream().map(AuthApi.TokenGrant::refreshToken).toList()))
                .hasSize(1);
    }

    @Test
    void aPlainAmqpClientNeedsNothingButAReplyQueue() throws Exception {
        try (Connection connection = BROKER.connect("plain");
                Channel channel = connection.createChannel()) {
            String replies = channel.queueDeclare().getQueue();
            channel.basicPublish(
                    Topology.RPC_EXCHANGE,
                    "core.auth.rpc.register.v1",
                    new AMQP.BasicProperties.Builder()
                            .replyTo(replies)
                            .correlationId("1")
                            .build(),
                    "{\"username\":\"plain\",\"email\":\"plain@example.org\",\"password\":\"correct horse battery\"}"
                            .getBytes(StandardCharsets.UTF_8));
            GetResponse reply = await().atMost(LIMIT).until(() -> channel.basicGet(replies, true), got -> got != null);

            JsonNode body = Json.mapper().readTree(reply.getBody());
            assertThat(reply.getProps().getCorrelationId()).isEqualTo("1");
            assertThat(body.get("success").booleanValue()).isTrue();
            assertThat(body.get("data").propertyNames())
                    .containsExactlyInAnyOrder("account_id", "username", "email", "created_at");
        }
    }

    @Test
    void whileTheDatabaseIsAwayTheServiceIsNotReadyAndSaysSo() {
        register("dagmar");
        AuthApi.TokenGrant grant = login("dagmar");
        database.refuse();
        try {
            ServiceException failure =
                    failure(() -> client.call(AuthApi.VALIDATE_TOKEN, new AuthApi.ValidateToken(grant.accessToken())));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            await().atMost(LIMIT).until(() -> !HEALTH.isReady());
        } finally {
            database.heal();
        }
        await().atMost(LIMIT).until(HEALTH::isReady);
        assertThat(client.call(AuthApi.VALIDATE_TOKEN, new AuthApi.ValidateToken(grant.accessToken()))
                        .valid())
                .isTrue();
    }

    private static AuthApi.RegisteredAccount register(String username) {
        return client.call(
                AuthApi.REGISTER, new AuthApi.Register(username, username + "@example.org", "correct horse battery"));
    }

    private static AuthApi.TokenGrant login(String username) {
        return client.call(
                AuthApi.ISSUE_TOKEN, new AuthApi.IssueToken(username, "correct horse battery", Optional.empty()));
    }
}
