package dev.gatehouse.common.telemetry;

import dev.gatehouse.common.config.ConfigReader;
import org.slf4j.event.Level;

/**
 * How the process logs.
 *
 * @param format the form of a line
 * @param level the least level that is logged
 */
public record LogConfig(Format format, Level level) {
    public static final Format DEFAULT_FORMAT = Format.PLAIN;
    public static final Level DEFAULT_LEVEL = Level.INFO;

    /** The form of a line. */
    public enum Format {
        /** For people. */
        PLAIN,
        /** One JSON object a line, for machines. */
        JSON
    }

    /** Reads {@code log.format} and {@code log.level}. */
    public static LogConfig read(ConfigReader reader) {
        return new LogConfig(
                reader.choice("log.format", Format.class, DEFAULT_FORMAT),
                reader.choice("log.level", Level.class, DEFAULT_LEVEL));
    }
}
