package dev.gatehouse.common.telemetry;

import dev.gatehouse.common.config.ConfigReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.event.Level;

/**
 * How the process logs.
 *
 * @param format the form of a line
 * @param level the least level that is logged
 * @param levels the least level of single loggers and of all below them, by the logger's name
 * @param rateLimits how often one place may log
 */
public record LogConfig(Format format, Level level, Map<String, Level> levels, LogRateLimits rateLimits) {
    public static final Format DEFAULT_FORMAT = Format.PLAIN;
    public static final Level DEFAULT_LEVEL = Level.INFO;

    private static final String LEVELS_FORM = "logger=level, such as gateway.access=warn";

    public LogConfig {
        levels = Map.copyOf(levels);
    }

    /** The form of a line. */
    public enum Format {
        /** For people. */
        PLAIN,
        /** One JSON object a line, for machines. */
        JSON
    }

    public static LogConfig defaults() {
        return new LogConfig(DEFAULT_FORMAT, DEFAULT_LEVEL, Map.of(), LogRateLimits.defaults());
    }

    /** Reads {@code log.format}, {@code log.level}, {@code log.levels} and {@code log.rate-limit}. */
    public static LogConfig read(ConfigReader reader) {
        return new LogConfig(
                reader.choice("log.format", Format.class, DEFAULT_FORMAT),
                reader.choice("log.level", Level.class, DEFAULT_LEVEL),
                levels(reader),
                LogRateLimits.read(reader));
    }

    private static Map<String, Level> levels(ConfigReader reader) {
        Map<String, Level> levels = new TreeMap<>();
        for (String item : reader.strings("log.levels", List.of())) {
            int equals = item.indexOf('=');
            Optional<Level> level = equals <= 0 ? Optional.empty() : level(item.substring(equals + 1));
            level.ifPresentOrElse(
                    found -> levels.put(item.substring(0, equals).strip(), found),
                    () -> reader.problem("log.levels", item, LEVELS_FORM));
        }
        return levels;
    }

    private static Optional<Level> level(String text) {
        return Arrays.stream(Level.values())
                .filter(level -> level.name().equalsIgnoreCase(text.strip()))
                .findFirst();
    }
}
