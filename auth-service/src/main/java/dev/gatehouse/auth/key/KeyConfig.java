package dev.gatehouse.auth.key;

import dev.gatehouse.common.config.ConfigReader;
import java.nio.file.Path;

/**
 * Where the master key is.
 *
 * @param masterKeyFile a file with 32 random bytes in base64; looked for at start, not at reading
 */
public record KeyConfig(Path masterKeyFile) {
    public static final String DEFAULT_MASTER_KEY_FILE = "master.key";

    /** Reads the keys under {@code keys}. */
    public static KeyConfig read(ConfigReader reader) {
        return new KeyConfig(reader.path("keys.master-key-file", DEFAULT_MASTER_KEY_FILE));
    }
}
