package dev.gatehouse.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;

/** PostgreSQL refuses to run as root; in a user namespace it does not notice. */
final class PostgresRoot {
    private PostgresRoot() {}

    /** What to do where root cannot enter a user namespace; empty where that is not the trouble. */
    static String hint() {
        return System.getProperty("user.name").equals("root") && !LinuxUtils.isUnshareAvailable()
                ? " (PostgreSQL does not run as root, and `unshare -U` does not work here: use an ordinary user)"
                : "";
    }
}
