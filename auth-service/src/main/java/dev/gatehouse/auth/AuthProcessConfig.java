package dev.gatehouse.auth;

import dev.gatehouse.common.admin.AdminConfig;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.telemetry.LogConfig;

/** Everything that the auth service's own process reads: every key of {@code auth-service.yaml}. */
public record AuthProcessConfig(AuthConfig auth, AdminConfig admin, LogConfig log) {
    public static final int DEFAULT_ADMIN_PORT = 9091;

    public static AuthProcessConfig read(ConfigReader reader) {
        return new AuthProcessConfig(
                AuthConfig.read(reader), AdminConfig.read(reader, DEFAULT_ADMIN_PORT), LogConfig.read(reader));
    }
}
