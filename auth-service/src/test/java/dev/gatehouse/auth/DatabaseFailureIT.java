package dev.gatehouse.auth;

import static dev.gatehouse.auth.Failures.assertFails;
import static dev.gatehouse.auth.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.database.DatabaseConfig;
import dev.gatehouse.common.config.Secret;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.testkit.DatabaseFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The database is cut off, hangs, or is not there yet. */
class DatabaseFailureIT {
    private static final Duration FAST = Duration.ofSeconds(4);

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @TempDir
    static Path directory;

    private TcpProxy proxy;

    @BeforeEach
    void openProxy() {
        proxy = TcpProxy.to(DATABASE.host(), DATABASE.port());
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @Test
    void whileTheDatabaseIsAwayRequestsFailFastAndItHealsByItself() throws Exception {
        try (RunningDomain service = new RunningDomain(throughProxy())) {
            service.register("paula");
            AuthApi.TokenGrant grant = service.login("paula");
            proxy.refuse();

            assertUnavailableFast(service, grant);
            await().atMost(Duration.ofSeconds(10)).until(() -> !service.database.isUp());
            assertUnavailableFast(service, grant);

            proxy.heal();
            await().atMost(Duration.ofSeconds(10)).until(service.database::isUp);
            assertThat(service.validate(grant.accessToken()).valid()).isTrue();
            assertThat(service.refresh(grant.refreshToken()).sessionId()).isEqualTo(grant.sessionId());
        }
    }

    @Test
    void cutConnectionsAreReplaced() throws Exception {
        try (RunningDomain service = new RunningDomain(throughProxy())) {
            service.register("quinn");
            AuthApi.TokenGrant grant = service.login("quinn");
            Together.run(20, i -> () -> service.validate(grant.accessToken()));

            DATABASE.cutConnections();

            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptionsInstanceOf(ServiceException.class)
                    .until(() -> service.validate(grant.accessToken()).valid());
        }
    }

    @Test
    void aDatabaseThatHangsDoesNotHangRequests() throws Exception {
        try (RunningDomain service = new RunningDomain(throughProxy())) {
            service.register("ruth");
            AuthApi.TokenGrant grant = service.login("ruth");
            proxy.stall();

            List<Duration> taken = Together.run(20, i -> () -> {
                long begin = System.nanoTime();
                assertFails(ErrorCode.UNAVAILABLE, () -> service.validate(grant.accessToken()));
                return Duration.ofNanos(System.nanoTime() - begin);
            });

            assertThat(taken).allSatisfy(one -> assertThat(one).isLessThan(Duration.ofSeconds(5)));
            proxy.heal();
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(ServiceException.class)
                    .until(() -> service.validate(grant.accessToken()).valid());
        }
    }

    @Test
    void aServiceWaitsForTheDatabaseThatIsNotThereYet() throws Exception {
        proxy.refuse();
        AuthConfig config = throughProxy();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<RunningDomain> starting =
                    CompletableFuture.supplyAsync(() -> new RunningDomain(config), executor);
            assertThatThrownBy(() -> starting.get(1500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);

            proxy.heal();

            try (RunningDomain service = starting.get(20, TimeUnit.SECONDS)) {
                assertThat(service.database.isUp()).isTrue();
                service.register("sybil");
            }
        }
    }

    @Test
    void aDatabaseThatWaitsForItsServerCanBeClosed() throws Exception {
        proxy.refuse();
        Database database = new Database(throughProxy().database());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> starting = CompletableFuture.runAsync(database::start, executor);
            assertThatThrownBy(() -> starting.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            assertFails(ErrorCode.UNAVAILABLE, () -> database.inTransaction(transaction -> "never"));

            database.close();

            assertThatThrownBy(() -> starting.get(10, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("closed before the database was there");
        }
    }

    @Test
    void aDatabaseThatDoesNotExistStopsTheStart() {
        Database database = new Database(DatabaseConfig.of(
                "jdbc:postgresql://" + DATABASE.host() + ":" + DATABASE.port() + "/no_such_database",
                DATABASE.username(),
                Optional.of(new Secret(DATABASE.password()))));

        assertThatThrownBy(database::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("database.url")
                .hasMessageContaining("no_such_database");
        database.close();
    }

    private AuthConfig throughProxy() throws Exception {
        return RunningDomain.config(DATABASE.jdbcUrlThrough(proxy), DATABASE, directory);
    }

    private static void assertUnavailableFast(RunningDomain service, AuthApi.TokenGrant grant) {
        long begin = System.nanoTime();
        ServiceException failure = failure(() -> service.validate(grant.accessToken()));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(failure.retryAfter()).isPresent();
        assertFails(ErrorCode.UNAVAILABLE, () -> service.refresh(grant.refreshToken()));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(FAST);
    }
}
