package dev.gatehouse.auth.account;

import dev.gatehouse.common.config.ConfigReader;

/**
 * Who may make an account.
 *
 * @param enabled whether anybody may
 */
public record RegistrationConfig(boolean enabled) {
    public static final boolean DEFAULT_ENABLED = true;

    /** Reads the keys under {@code registration}. */
    public static RegistrationConfig read(ConfigReader reader) {
        return new RegistrationConfig(reader.bool("registration.enabled", DEFAULT_ENABLED));
    }
}
