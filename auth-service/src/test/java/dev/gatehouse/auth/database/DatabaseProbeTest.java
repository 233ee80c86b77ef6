package dev.gatehouse.auth.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class DatabaseProbeTest {
    private static final String URL = "jdbc:failing:database";

    @Test
    void driverThatFailsUnforeseenIsADatabaseThatIsAway() throws SQLException {
        Driver driver = new FailingDriver();
        DriverManager.registerDriver(driver);
        try (DatabaseProbe probe = new DatabaseProbe(DatabaseConfig.of(URL, "user", Optional.empty()))) {
            assertThat(probe.look()).get().asString().contains("no driver for this");
            assertThat(probe.isUp()).isFalse();
        } finally {
            DriverManager.deregisterDriver(driver);
        }
    }

    private static final class FailingDriver implements Driver {
        @Override
        public Connection connect(String url, Properties properties) {
            throw new IllegalStateException("no driver for this");
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.equals(URL);
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger("failing");
        }
    }
}
