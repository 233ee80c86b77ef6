package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.LoadException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the auth service's database holds in the end.
 *
 * @param accounts by username
 * @param sessions by id
 */
record StoredState(Map<String, List<UUID>> accounts, Map<UUID, StoredSession> sessions) {
    /**
     * A session's row.
     *
     * @param revokeReason where it was revoked
     */
    record StoredSession(UUID id, UUID accountId, int generation, Optional<String> revokeReason) {}

    /** Makes something of a row. */
    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private record StoredAccount(UUID id, String username) {}

    static StoredState read(OwnDatabase database) {
        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
            List<StoredAccount> accounts = rows(
                    connection,
                    "SELECT id, username FROM accounts",
                    row -> new StoredAccount(row.getObject("id", UUID.class), row.getString("username")));
            List<StoredSession> sessions = rows(
                    connection,
                    "SELECT id, account_id, generation, revoke_reason FROM sessions",
                    row -> new StoredSession(
                            row.getObject("id", UUID.class),
                            row.getObject("account_id", UUID.class),
                            row.getInt("generation"),
                            Optional.ofNullable(row.getString("revoke_reason"))));
            return new StoredState(
                    accounts.stream()
                            .collect(Collectors.groupingBy(
                                    StoredAccount::username,
                                    Collectors.mapping(StoredAccount::id, Collectors.toList()))),
                    sessions.stream().collect(Collectors.toMap(StoredSession::id, Function.identity())));
        } catch (SQLException e) {
            throw new LoadException("the database cannot be audited: " + e.getMessage(), e);
        }
    }

    private static <T> List<T> rows(Connection connection, String sql, RowReader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        }
    }
}
