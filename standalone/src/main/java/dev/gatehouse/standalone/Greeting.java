package dev.gatehouse.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is printed once the system is ready: where it is, and three commands to paste one after the other into any POSIX shell. */
final class Greeting {
    private static final String JSON = " -H 'Content-Type: application/json' -d ";
    private static final String PASSWORD = "a long walk by the sea";

    private Greeting() {}

    /** @param certificate of the gateway, where it has one: whom curl is to trust, because it may have issued itself */
    static List<String> lines(URI url, Optional<Path> certificate) {
        String curl = "curl -sS"
                + certificate.map(file -> " --cacert " + word(file.toString())).orElse("");
        String auth = url + "/v1/auth/";
        return List.of(
                "Gatehouse is ready on " + url + " (Ctrl-C stops it). Register, log in, and use the token:",
                curl + " -w '\\n' " + word(auth + "register") + JSON
                        + "'{\"username\":\"ada\",\"email\":\"ada@example.com\",\"password\":\"" + PASSWORD + "\"}'",
                "LOGIN=$(" + curl + " " + word(auth + "login") + JSON + "'{\"username\":\"ada\",\"password\":\""
                        + PASSWORD + "\"}'); printf '%s\\n' \"$LOGIN\"",
                curl + " -w '\\n' " + word(auth + "validate") + " -H \"Authorization: Bearer $(printf '%s' \"$LOGIN\""
                        + " | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\"");
    }

    /** A text as one word of a shell, which would take the brackets of an IPv6 address for a pattern. */
    private static String word(String text) {
        return text.matches("[A-Za-z0-9/.:_-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
