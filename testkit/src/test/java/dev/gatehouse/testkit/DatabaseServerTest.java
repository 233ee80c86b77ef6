package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DatabaseServerTest {
    @Test
    void jdbcUrlIsRead() {
        assertThat(DatabaseServer.parse("jdbc:postgresql://db:5433/it?user=u&password=p%26q"))
                .isEqualTo(new DatabaseServer("db", 5433, "it", "u", "p&q"));
    }

    @Test
    void plainUrlIsReadAndWhatItLeavesOutHasDefaults() {
        assertThat(DatabaseServer.parse("postgresql://u@db/it"))
                .isEqualTo(new DatabaseServer("db", 5432, "it", "u", ""));
        assertThat(DatabaseServer.parse("postgresql://db"))
                .isEqualTo(new DatabaseServer("db", 5432, "postgres", "postgres", ""));
    }

    @Test
    void otherUrlsAreRefused() {
        assertThatThrownBy(() -> DatabaseServer.parse("jdbc:mysql://db/it"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
