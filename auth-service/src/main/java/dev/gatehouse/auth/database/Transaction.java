package dev.gatehouse.auth.database;

import dev.gatehouse.common.error.ServiceException;
import io.helidon.dbclient.DbClientException;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbStatement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs named statements inside one transaction. Confined to the thread that works in it, and to that work's extent. */
public final class Transaction {
    private final DbExecute execute;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(DbExecute execute) {
        this.execute = execute;
    }

    /** The only row of a query, or its first. */
    public Optional<Row> first(String statement, Map<String, ?> parameters) {
        return bound(execute.createNamedGet(statement), parameters).execute().map(Row::new);
    }

    /** All rows of a query. */
    public List<Row> all(String statement, Map<String, ?> parameters) {
        try (Stream<Row> rows =
                bound(execute.createNamedQuery(statement), parameters).execute().map(Row::new)) {
            return rows.toList();
        }
    }

    /** Changes rows; how many. */
    public long change(String statement, Map<String, ?> parameters) {
        return bound(execute.createNamedDmlStatement(statement), parameters).execute();
    }

    /**
     * Changes rows that another transaction may just be making; how many.
     *
     * @throws ServiceException {@code common.unavailable} where the wait for it takes as long as a statement may; whether that one is done
     *     in the end is unknown
     */
    public long changeOnceOthersAreDone(String statement, Map<String, ?> parameters) {
        try {
            return change(statement, parameters);
        } catch (DbClientException e) {
            throw DatabaseFailures.isTimeout(e) ? DatabaseFailures.unavailable().causedBy(e) : e;
        }
    }

    /** Has something done as soon as the transaction is committed, and not at all where it is rolled back. It must not block or throw. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    private static <S extends DbStatement<S>> S bound(S statement, Map<String, ?> parameters) {
        parameters.forEach((name, value) -> statement.addParam(name, databaseValue(value)));
        return statement;
    }

    private static @Nullable Object databaseValue(Object value) {
        return switch (value) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Optional<?> optional ->
                optional.map(Transaction::databaseValue).orElse(null);
            default -> value;
        };
    }
}
