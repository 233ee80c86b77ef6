package dev.gatehouse.gateway.http;

import dev.gatehouse.common.config.ConfigReader;

/**
 * What answers are like beside their content.
 *
 * @param serverTiming whether an answer tells how long it took, and how long of that the service (the Server Timing standard)
 */
public record AnswerConfig(
        CorsConfig cors, SecurityHeadersConfig securityHeaders, boolean serverTiming, CompressionConfig compression) {
    public static final AnswerConfig DEFAULT =
            new AnswerConfig(CorsConfig.OFF, SecurityHeadersConfig.DEFAULT, false, CompressionConfig.DEFAULT);

    static AnswerConfig read(ConfigReader reader) {
        return new AnswerConfig(
                CorsConfig.read(reader),
                SecurityHeadersConfig.read(reader),
                reader.bool("server.server-timing", DEFAULT.serverTiming),
                CompressionConfig.read(reader));
    }
}
