package dev.gatehouse.auth.database;

import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.common.retry.Backoff;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbClientException;
import io.helidon.dbclient.DbTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database, as the stores see it. {@link #start} waits until the server is there and brings the schema up to date; from then on a
 * thread watches the server, so that requests fail at once while it is away. Thread-safe.
 */
public final class Database implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Backoff PAUSES = Backoff.exact(FIRST_PAUSE, Duration.ofSeconds(5));
    private static final Duration DEFAULT_LONGEST_PAUSE = Duration.ofSeconds(10);

    private final DatabaseConfig config;
    private final DatabaseProbe probe;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Duration longestPause;
    private final ScopedValue<Transaction> current = ScopedValue.newInstance();
    private volatile @Nullable DbClient client;
    private volatile @Nullable DbClient background;
    private volatile @Nullable Thread watcher;

    public Database(DatabaseConfig config) {
        this(config, DEFAULT_LONGEST_PAUSE);
    }

    /**
     * @param longestPause after how long without a statement the server ends a background transaction, and frees its locks: work whose
     *     host is gone must not keep others from theirs
     */
    public Database(DatabaseConfig config, Duration longestPause) {
        this.config = config;
        this.longestPause = longestPause;
        this.probe = new DatabaseProbe(config);
    }

    /** Blocks until the server is there. Throws {@link StartException} where it refuses what is configured. */
    @Override
    public void start() {
        if (client != null) {
            return;
        }
        awaitSchema();
        client = DbClientConfig.forRequests(config);
        background = DbClientConfig.forBackground(config, longestPause);
        watcher = Thread.ofVirtual().name("database-watch").start(this::watch);
    }

    @Override
    public void close() {
        closing.countDown();
        Thread watching = watcher;
        if (watching != null) {
            watching.interrupt();
        }
        close(background);
        close(client);
    }

    private static void close(@Nullable DbClient open) {
        if (open != null) {
            open.close();
        }
    }

    /** Whether the server answered when last looked at. */
    public boolean isUp() {
        return client != null && probe.isUp();
    }

    /**
     * Does the work in one transaction, which is rolled back where the work throws. Work that is done inside of other work on the same
     * thread is part of that one's transaction.
     *
     * @throws ServiceException {@code common.unavailable} where the database cannot be reached or does not answer in time; its outcome is
     *     {@code unknown} only where the commit itself failed, or where a wait for another transaction ended first
     */
    public <T> T inTransaction(Function<Transaction, T> work) {
        return current.isBound() ? work.apply(current.get()) : inTransactionOn(client, work);
    }

    /**
     * As {@link #inTransaction}, on the one connection that is kept for background work, so that such work neither waits for requests nor
     * makes them wait. Such work may be slow between two statements.
     */
    public <T> T inBackgroundTransaction(Function<Transaction, T> work) {
        return inTransactionOn(background, work);
    }

    private <T> T inTransactionOn(@Nullable DbClient open, Function<Transaction, T> work) {
        if (open == null || !probe.isUp()) {
            throw DatabaseFailures.unavailable().notExecuted();
        }
        DbTransaction transaction = open.transaction();
        Transaction scope = new Transaction(transaction);
        T result;
        try {
            result = ScopedValue.where(current, scope).call(() -> work.apply(scope));
        } catch (RuntimeException e) {
            rollBack(transaction, e);
            throw DatabaseFailures.translated(e) instanceof ServiceException coded ? executedNothing(coded, e) : e;
        }
        try {
            transaction.commit();
        } catch (DbClientException e) {
            throw DatabaseFailures.translated(e);
        }
        scope.committed();
        return result;
    }

    /** A failure before the commit: the server rolls back what it has seen. */
    private static ServiceException executedNothing(ServiceException coded, RuntimeException original) {
        return coded == original ? coded : coded.notExecuted();
    }

    private static void rollBack(DbTransaction transaction, RuntimeException failure) {
        if (DatabaseFailures.isWithoutConnection(failure)) {
            return;
        }
        try {
            transaction.rollback();
        } catch (DbClientException e) {
            failure.addSuppressed(e);
        }
    }

    /** Waits for the server and brings the schema up to date, anew where the server goes away in the middle of that. */
    private void awaitSchema() {
        awaitServer();
        for (Optional<SQLException> failure = Migrations.run(config);
                failure.isPresent();
                failure = Migrations.run(config)) {
            LOG.warn(
                    "the schema could not be brought up to date: {}",
                    failure.get().getMessage());
            if (closesWithin(FIRST_PAUSE)) {
                throw new IllegalStateException("closed before the schema was up to date");
            }
            awaitServer();
        }
    }

    private void awaitServer() {
        int looks = 0;
        for (Optional<SQLException> failure = probe.look(); failure.isPresent(); failure = probe.look()) {
            if (!DatabaseFailures.isPassing(failure.get())) {
                throw new StartException("database.url: " + config.url() + " refuses " + config.username() + ": "
                        + failure.get().getMessage());
            }
            if (closesWithin(PAUSES.wait(looks++))) {
                throw new IllegalStateException("closed before the database was there");
            }
        }
    }

    private void watch() {
        while (!closesWithin(config.probeInterval())) {
            probe.look();
        }
        probe.close();
    }

    private boolean closesWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("interrupted while waiting", e);
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
