package dev.gatehouse.common.admin;

import dev.gatehouse.common.config.ConfigReader;

/**
 * Where the admin socket listens.
 *
 * @param host an address of this machine; loopback by default, because the socket asks nobody who they are
 * @param port the port; 0 lets the system choose one
 */
public record AdminConfig(String host, int port) {
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** Reads {@code admin.host} and {@code admin.port}. */
    public static AdminConfig read(ConfigReader reader, int defaultPort) {
        return new AdminConfig(reader.host("admin.host", DEFAULT_HOST), reader.port("admin.port", defaultPort));
    }
}
