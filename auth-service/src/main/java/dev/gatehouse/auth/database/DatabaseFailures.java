package dev.gatehouse.auth.database;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Tells the database's failures apart: not there, badly configured, or a defect of ours. */
final class DatabaseFailures {
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /**
     * Classes and codes of SQLSTATE (PostgreSQL, appendix A) that another try may not meet: connection, insufficient resources, operator
     * intervention (which includes the statement timeout), system error, rollback, lock not available, idle-in-transaction timeout, and
     * a server that has become a replica.
     */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "58", "40");

    private static final Set<String> PASSING_CODES = Set.of("55P03", "25P03", "25006");

    private static final String QUERY_CANCELED = "57014";

    private DatabaseFailures() {}

    /** What a failure that came from the database means to the caller; anything else is handed back as it is. */
    static RuntimeException translated(RuntimeException failure) {
        if (failure instanceof ServiceException) {
            return failure;
        }
        return sqlCause(failure)
                .filter(DatabaseFailures::isPassing)
                .<RuntimeException>map(cause -> unavailable().causedBy(failure))
                .orElse(failure);
    }

    /** {@code common.unavailable}, whether it was executed being unknown. */
    static ServiceException unavailable() {
        return ServiceException.of(ErrorCode.UNAVAILABLE, "The database is not available.")
                .retryAfter(RETRY_AFTER);
    }

    /** Whether no connection was got from the pool, so that there is nothing to roll back. */
    static boolean isWithoutConnection(Throwable failure) {
        return sqlCause(failure)
                .filter(cause -> cause instanceof SQLTransientConnectionException || isPoolClosed(cause))
                .isPresent();
    }

    /** Whether waiting may help; where not, the configuration is wrong. */
    static boolean isPassing(SQLException failure) {
        String state = failure.getSQLState();
        if (failure instanceof SQLTransientConnectionException || isPoolClosed(failure)) {
            return true;
        }
        return state != null
                && (PASSING_CODES.contains(state)
                        || PASSING_CLASSES.contains(state.substring(0, Math.min(2, state.length()))));
    }

    /** Whether the server gave up a statement because its time was over. */
    static boolean isTimeout(RuntimeException failure) {
        return sqlCause(failure)
                .filter(cause -> QUERY_CANCELED.equals(cause.getSQLState()))
                .isPresent();
    }

    private static boolean isPoolClosed(SQLException failure) {
        return failure.getSQLState() == null
                && String.valueOf(failure.getMessage()).endsWith("has been closed.");
    }

    static Optional<SQLException> sqlCause(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException cause) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }
}
