package dev.gatehouse.gateway.openapi;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives out names that code generators can use as they are, each once. Confined to the building of one document. */
public final class Identifiers {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9]+");
    private static final String FALLBACK = "Schema";

    private final Set<String> taken = new HashSet<>();

    /** The wanted name, or with a number behind it where that is taken, in whatever case. */
    public String claim(String wanted) {
        String name = wanted;
        // Classes whose names differ in case only would be one file on some file systems.
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = wanted + i;
        }
        return name;
    }

    /** {@code AuthTokenGrant} of {@code auth/token-grant}. */
    static String pascal(String text) {
        StringBuilder name = new StringBuilder();
        for (String word : BETWEEN_WORDS.split(text, -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? FALLBACK + name : name.toString();
    }

    /** {@code authLogin} of {@code auth.login}. */
    public static String camel(String text) {
        String name = pascal(text);
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
