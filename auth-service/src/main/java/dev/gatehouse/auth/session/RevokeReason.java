package dev.gatehouse.auth.session;

import java.util.Locale;

/** Why a session was ended before its time. */
public enum RevokeReason {
    LOGOUT,
    REVOKED,
    REUSE,
    PASSWORD_CHANGED,
    ACCOUNT_DISABLED;

    /** The word in the database and in events. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
