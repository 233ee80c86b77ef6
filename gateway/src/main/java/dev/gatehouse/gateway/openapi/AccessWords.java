package dev.gatehouse.gateway.openapi;

import dev.gatehouse.gateway.route.Access;
import java.util.List;
import java.util.stream.Collectors;

/** Tells in words what a caller needs: OpenAPI has no place for scopes and roles of plain bearer tokens. */
public final class AccessWords {
    private AccessWords() {}

    /** Empty where nothing is to be told beyond the security requirement. */
    public static String of(Access access) {
        StringBuilder words = new StringBuilder();
        if (access.auth() == Access.Auth.OPTIONAL) {
            words.append("A token may be left out; one that is sent must be valid. ");
        }
        if (!access.scopes().isEmpty()) {
            words.append(access.scopes().size() == 1 ? "Needs the scope " : "Needs all of the scopes ")
                    .append(quoted(access.scopes()))
                    .append(". ");
        }
        if (!access.roles().isEmpty()) {
            words.append(access.roles().size() == 1 ? "Needs the role " : "Needs one of the roles ")
                    .append(quoted(access.roles()))
                    .append(". ");
        }
        return words.toString().strip();
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }
}
