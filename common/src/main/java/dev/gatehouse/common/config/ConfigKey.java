package dev.gatehouse.common.config;

import java.util.Locale;

/**
 * What is known of one configuration key: the row of the reference.
 *
 * @param path the dotted path in the file
 * @param type what a value looks like, for people
 * @param defaultText the default as it would be written in the file; {@code required} where there is none
 * @param allowed the bounds, for people; empty where every value of the type is allowed
 * @param reloadable whether a changed value takes effect without a restart
 */
public record ConfigKey(String path, String type, String defaultText, String allowed, boolean reloadable) {
    /** The key of a path alone, of which no more is known. */
    public static ConfigKey named(String path) {
        return new ConfigKey(path, "", "", "", false);
    }

    /** The environment variable that overrides the key. */
    public String environmentVariable() {
        return "GATEHOUSE_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The system property that overrides the key; it wins over the environment. */
    public String systemProperty() {
        return "gatehouse." + path;
    }
}
