package dev.gatehouse.gateway.http;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;

/**
 * Which answers are compressed.
 *
 * @param minSize the shortest content for which it is worth the work
 */
public record CompressionConfig(boolean enabled, ByteSize minSize) {
    public static final CompressionConfig DEFAULT = new CompressionConfig(true, ByteSize.ofKiB(1));

    static CompressionConfig read(ConfigReader reader) {
        return new CompressionConfig(
                reader.bool("server.compression.enabled", DEFAULT.enabled),
                reader.size("server.compression.min-size", DEFAULT.minSize, new ByteSize(128), ByteSize.ofMiB(16)));
    }
}
