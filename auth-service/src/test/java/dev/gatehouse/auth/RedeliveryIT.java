package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are delivered more than once, to two services over a real bus. */
class RedeliveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct horse battery";

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @TempDir
    static Path directory;

    private final Container process = new Container("test");
    private final Rows rows = new Rows(DATABASE);
    private TcpProxy broker;
    private PlainClient client;

    @BeforeEach
    void start() throws Exception {
        broker = process.own("proxy", TcpProxy.to(BROKER.host(), BROKER.port()));
        client = process.own("client", new PlainClient(BROKER));
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @Test
    void everyCommandDeliveredAgainGetsTheFirstAnswerAndIsDoneOnce() throws Exception {
        startService(1);
        startService(2);

        twice(AuthApi.REGISTER, registration("again"));
        AuthApi.TokenGrant login = grant(twice(AuthApi.ISSUE_TOKEN, login("again")));
        AuthApi.TokenGrant next = grant(twice(AuthApi.REFRESH_TOKEN, new AuthApi.RefreshToken(login.refreshToken())));
        twice(AuthApi.LOGOUT, new AuthApi.Logout(next.refreshToken()));

        assertThat(rows.count("SELECT count(*) FROM accounts WHERE username = 'again'"))
                .isOne();
        assertThat(rows.texts("SELECT generation || ' ' || revoke_reason FROM sessions WHERE account_id = '"
                        + login.accountId() + "'"))
                .containsExactly("1 logout");
    }

    @Test
    void twentyDeliveriesAtOnceAreOneCommandWithOneAnswer() throws Exception {
        startService(1);
        startService(2);

        assertThat(atOnce(AuthApi.REGISTER, registration("crowd"))).hasSize(1);
        Set<String> logins = atOnce(AuthApi.ISSUE_TOKEN, login("crowd"));
        assertThat(logins).hasSize(1);
        AuthApi.TokenGrant grant = grant(logins.iterator().next().getBytes(StandardCharsets.UTF_8));
        assertThat(atOnce(AuthApi.REFRESH_TOKEN, new AuthApi.RefreshToken(grant.refreshToken())))
                .hasSize(1)
                .allMatch(reply -> reply.startsWith("{\"success\":true"));

        assertThat(rows.count("SELECT count(*) FROM accounts WHERE username = 'crowd'"))
                .isOne();
        assertThat(rows.texts("SELECT generation FROM sessions WHERE account_id = '" + grant.accountId() + "'"))
                .containsExactly("1");
    }

    /** The service is cut off after it has committed and before its reply is out: the broker delivers the request again. */
    @Test
    void aServiceCutOffBetweenCommitAndReplyAnswersWhenItIsDeliveredAgain() throws Exception {
        startService(1);
        CompletableFuture<byte[]> reply;
        try (Connection blocker = DATABASE.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE accounts IN SHARE MODE");
            reply = client.send(
                    AuthApi.REGISTER,
                    registration("survivor"),
                    Optional.of(UUID.randomUUID().toString()));
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> rows.count("SELECT count(*) FROM pg_locks WHERE NOT granted") == 1);
            broker.stall();
            blocker.commit();
        }
        await().atMost(LIMIT).until(() -> rows.count("SELECT count(*) FROM accounts WHERE username = 'survivor'") == 1);
        assertThat(reply).isNotDone();

        broker.cut();
        broker.heal();

        assertThat(text(reply.get(20, TimeUnit.SECONDS))).startsWith("{\"success\":true");
        assertThat(rows.count("SELECT count(*) FROM accounts WHERE username = 'survivor'"))
                .isOne();
    }

    private void startService(int number) throws Exception {
        Health health = new Health();
        AuthConfig config = Configs.withBroker(RunningDomain.config(DATABASE, directory), BROKER.uriThrough(broker));
        process.start("auth-service-" + number, new AuthContainer(config, health));
        health.markStarted();
        await().atMost(LIMIT).until(health::isReady);
    }

    private <Q> byte[] twice(RpcMethod<Q, ?> method, Q request) throws Exception {
        Optional<String> messageId = Optional.of(UUID.randomUUID().toString());
        byte[] first = client.call(method, request, messageId);
        assertThat(text(first)).startsWith("{\"success\":true");
        assertThat(client.call(method, request, messageId)).isEqualTo(first);
        return first;
    }

    private <Q> Set<String> atOnce(RpcMethod<Q, ?> method, Q request) throws Exception {
        Optional<String> messageId = Optional.of(UUID.randomUUID().toString());
        List<String> replies = Together.run(20, i -> () -> text(client.call(method, request, messageId)));
        return new HashSet<>(replies);
    }

    private static AuthApi.Register registration(String username) {
        return new AuthApi.Register(username, username + "@example.org", PASSWORD);
    }

    private static AuthApi.IssueToken login(String username) {
        return new AuthApi.IssueToken(username, PASSWORD, Optional.empty());
    }

    private static AuthApi.TokenGrant grant(byte[] reply) {
        return Json.mapper().treeToValue(Json.mapper().readTree(reply).get("data"), AuthApi.TokenGrant.class);
    }

    private static String text(byte[] reply) {
        return new String(reply, StandardCharsets.UTF_8);
    }
}
