package dev.gatehouse.common.config;

import java.util.regex.Pattern;

/** Hides what looks like a secret inside a value that is printed: the user of a URI, a password among its parameters. */
final class Masking {
    /** Up to the last "@": a password that should have been percent-encoded may hold any character. */
    private static final Pattern USER_INFO = Pattern.compile("//.*@");

    private static final Pattern PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token)\\s*=)[^&;\\s]*");

    private Masking() {}

    static String masked(String text) {
        return PARAMETER.matcher(USER_INFO.matcher(text).replaceAll("//***@")).replaceAll("$1***");
    }
}
