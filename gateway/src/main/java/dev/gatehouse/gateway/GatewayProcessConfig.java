package dev.gatehouse.gateway;

import dev.gatehouse.common.admin.AdminConfig;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.telemetry.LogConfig;

/** What the gateway's process is told: the gateway itself, and what every process has. */
public record GatewayProcessConfig(GatewayConfig gateway, AdminConfig admin) {
    public static final int DEFAULT_ADMIN_PORT = 9090;

    public static GatewayProcessConfig read(ConfigReader reader) {
        return new GatewayProcessConfig(GatewayConfig.read(reader), AdminConfig.read(reader, DEFAULT_ADMIN_PORT));
    }

    public LogConfig log() {
        return gateway.live().log();
    }
}
