package dev.gatehouse.gateway.origin;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A set of origins. An origin is compared letter by letter with what a browser sends, which always writes one in the same way (the URL
 * standard, section 4.7), and never taken apart: so there is nothing in it to be misread. Immutable.
 */
public final class AllowedOrigins {
    private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final String NAME = LABEL + "(?:\\." + LABEL + ")*+";
    private static final Pattern EXACT =
            Pattern.compile("([a-z][a-z0-9+.-]*)://(?:" + NAME + "|\\[[0-9a-f:.]{2,45}])(?::([1-9][0-9]{0,4}))?");
    /** What follows the star is more than a top-level domain, where everybody may have a name. */
    private static final Pattern WILDCARD = Pattern.compile(
            "([a-z][a-z0-9+.-]*)://\\*((?:\\.localhost|\\." + LABEL + "\\." + NAME + ")(?::([1-9][0-9]{0,4}))?)");

    private static final Pattern ONE_LABEL = Pattern.compile(LABEL);
    /** All origins. */
    public static final String ANY = "*";

    private static final String NO_ORIGIN = "null";

    private final boolean any;
    private final Set<String> exact;
    private final List<Wildcard> wildcards;

    private AllowedOrigins(boolean any, Set<String> exact, List<Wildcard> wildcards) {
        this.any = any;
        this.exact = exact;
        this.wildcards = wildcards;
    }

    /**
     * A set.
     *
     * @param texts each of them {@link #isOne one}
     */
    public static AllowedOrigins of(List<String> texts) {
        return new AllowedOrigins(
                texts.contains(ANY),
                texts.stream().filter(text -> !text.contains("*")).collect(Collectors.toUnmodifiableSet()),
                texts.stream()
                        .filter(text -> text.contains("://*"))
                        .map(Wildcard::of)
                        .toList());
    }

    /** Whether a text is an origin, a pattern of origins, or stands for all. */
    public static boolean isOne(String text) {
        if (text.equals(ANY) || text.equals(NO_ORIGIN)) {
            return true;
        }
        Matcher exact = EXACT.matcher(text);
        if (exact.matches()) {
            return isWritten(exact.group(1), exact.group(2));
        }
        Matcher wildcard = WILDCARD.matcher(text);
        return wildcard.matches() && isWritten(wildcard.group(1), wildcard.group(3));
    }

    /** The origins that are listed in full, without a star. */
    public Set<String> exact() {
        return exact;
    }

    /** Whether an origin, as a browser sends it, is one of them. */
    public boolean allows(String origin) {
        return any || exact.contains(origin) || matchesWildcard(origin);
    }

    /** Whether an origin is one of a pattern's. */
    public boolean matchesWildcard(String origin) {
        for (Wildcard wildcard : wildcards) {
            if (wildcard.matches(origin)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it allows no origin at all. */
    public boolean isEmpty() {
        return !any && exact.isEmpty() && wildcards.isEmpty();
    }

    /** Browsers leave the scheme's own port out. */
    private static boolean isWritten(String scheme, @Nullable String port) {
        if (port == null) {
            return true;
        }
        boolean own = (scheme.equals("https") && port.equals("443")) || (scheme.equals("http") && port.equals("80"));
        return !own && Integer.parseInt(port) <= 65_535;
    }

    private record Wildcard(String before, String after) {
        static Wildcard of(String text) {
            int star = text.indexOf('*');
            return new Wildcard(text.substring(0, star), text.substring(star + 1));
        }

        boolean matches(String origin) {
            return origin.length() > before.length() + after.length()
                    && origin.startsWith(before)
                    && origin.endsWith(after)
                    && ONE_LABEL
                            .matcher(origin)
                            .region(before.length(), origin.length() - after.length())
                            .matches();
        }
    }
}
