package dev.gatehouse.auth.account;

import java.util.Locale;

/** Whether an account may be used. */
public enum AccountStatus {
    ACTIVE,
    DISABLED;

    /** The status that a word in the database names. */
    public static AccountStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
