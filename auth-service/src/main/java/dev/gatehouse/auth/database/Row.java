package dev.gatehouse.auth.database;

import io.helidon.dbclient.DbRow;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of a result, its columns read by name and type. Immutable. */
public final class Row {
    private final DbRow row;

    Row(DbRow row) {
        this.row = row;
    }

    public UUID uuid(String column) {
        return required(column, UUID.class);
    }

    public String text(String column) {
        return required(column, String.class);
    }

    public boolean bool(String column) {
        return required(column, Boolean.class);
    }

    public int integer(String column) {
        return required(column, Integer.class);
    }

    public long bigInteger(String column) {
        return required(column, Long.class);
    }

    public byte[] bytes(String column) {
        return required(column, byte[].class);
    }

    public Instant instant(String column) {
        return required(column, Timestamp.class).toInstant();
    }

    public Optional<Instant> optionalInstant(String column) {
        return Optional.ofNullable(value(column, Timestamp.class)).map(Timestamp::toInstant);
    }

    /** A list of words that the statement has joined with single spaces. */
    public List<String> words(String column) {
        String joined = text(column);
        return joined.isEmpty() ? List.of() : List.of(joined.split(" ", -1));
    }

    private <T> T required(String column, Class<T> type) {
        T value = value(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }

    private <T> @Nullable T value(String column, Class<T> type) {
        return row.column(column).get(type);
    }
}
