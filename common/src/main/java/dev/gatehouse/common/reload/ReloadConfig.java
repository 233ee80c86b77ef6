package dev.gatehouse.common.reload;

import dev.gatehouse.common.config.ConfigReader;
import java.time.Duration;

/**
 * How changed files are noticed.
 *
 * @param enabled whether they are looked at after the start
 * @param interval the time between two looks; a change is taken up once two looks in a row have found the same
 */
public record ReloadConfig(boolean enabled, Duration interval) {
    public static final boolean DEFAULT_ENABLED = true;
    public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);

    public static ReloadConfig defaults() {
        return new ReloadConfig(DEFAULT_ENABLED, DEFAULT_INTERVAL);
    }

    /** Reads {@code reload.enabled} and {@code reload.interval}. */
    public static ReloadConfig read(ConfigReader reader) {
        return new ReloadConfig(
                reader.bool("reload.enabled", DEFAULT_ENABLED),
                reader.duration("reload.interval", DEFAULT_INTERVAL, Duration.ofMillis(50), Duration.ofMinutes(1)));
    }
}
