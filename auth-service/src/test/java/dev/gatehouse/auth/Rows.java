package dev.gatehouse.auth;

import dev.gatehouse.testkit.DatabaseFixture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What is in a test's database. */
final class Rows {
    private final DatabaseFixture database;

    Rows(DatabaseFixture database) {
        this.database = database;
    }

    /** The number that a query gives. */
    long count(String sql) throws SQLException {
        return Long.parseLong(texts(sql).getFirst());
    }

    /** The first column of every row, as text. */
    List<String> texts(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
