package dev.gatehouse.auth.database;

import dev.gatehouse.common.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, apart from the credentials to reach it.
 *
 * @param jdbcUrl the JDBC URL, without credentials, so that it can be logged
 * @param username the role, where the text named one
 * @param password the password, where the text held one
 */
record DatabaseUrl(String jdbcUrl, Optional<String> username, Optional<Secret> password) {
    private static final String JDBC = "jdbc:postgresql://";
    private static final Pattern DATABASE = Pattern.compile(JDBC + "[^/?]+/[^/?]+(\\?|$)");

    /** What a text stands for: a JDBC URL, or a libpq connection URI. Empty where it is neither. */
    static Optional<DatabaseUrl> parse(String text) {
        if (text.startsWith(JDBC)) {
            return jdbc(text);
        }
        return text.startsWith("postgresql://") || text.startsWith("postgres://") ? uri(text) : Optional.empty();
    }

    private static Optional<DatabaseUrl> jdbc(String text) {
        int query = text.indexOf('?');
        String base = query < 0 ? text : text.substring(0, query);
        return base.contains("@")
                ? Optional.empty()
                : of(base, query < 0 ? null : text.substring(query + 1), Optional.empty(), Optional.empty());
    }

    private static Optional<DatabaseUrl> uri(String text) {
        try {
            URI uri = new URI(text);
            String authority = uri.getRawAuthority();
            if (authority == null) {
                return Optional.empty();
            }
            int at = authority.lastIndexOf('@');
            String[] credentials =
                    at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
            return of(
                    JDBC + authority.substring(at + 1) + uri.getRawPath(),
                    uri.getRawQuery(),
                    element(credentials, 0),
                    element(credentials, 1).map(Secret::new));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<DatabaseUrl> of(
            String base, @Nullable String query, Optional<String> username, Optional<Secret> password) {
        List<String> kept = new ArrayList<>();
        Optional<String> user = username;
        Optional<Secret> secret = password;
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = Optional.of(decoded(parameter.substring("user=".length())));
            } else if (parameter.startsWith("password=")) {
                secret = Optional.of(new Secret(decoded(parameter.substring("password=".length()))));
            } else {
                kept.add(parameter);
            }
        }
        String url = kept.isEmpty() ? base : base + "?" + String.join("&", kept);
        return isUsable(url) ? Optional.of(new DatabaseUrl(url, user, secret)) : Optional.empty();
    }

    /** Whether the driver takes the URL, and it names a database of its own. */
    private static boolean isUsable(String url) {
        try {
            return DATABASE.matcher(url).lookingAt()
                    && DriverManager.getDriver(url).acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    private static Optional<String> element(String[] parts, int index) {
        return index < parts.length ? Optional.of(decoded(parts[index])) : Optional.empty();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
