package dev.gatehouse.standalone;

import java.net.URI;
import java.util.List;

/** What is printed once the system is ready: where it is, and three commands to paste one after the other into any POSIX shell. */
final class Greeting {
    private static final String JSON = " -H 'Content-Type: application/json' -d ";
    private static final String PASSWORD = "a long walk by the sea";

    private Greeting() {}

    static List<String> lines(URI url) {
        String auth = url + "/v1/auth";
        return List.of(
                "Gatehouse is ready on " + url + " (Ctrl-C stops it). Register, log in, and use the token:",
                "curl -sS -w '\\n' " + auth + "/register" + JSON
                        + "'{\"username\":\"ada\",\"email\":\"ada@example.com\",\"password\":\"" + PASSWORD + "\"}'",
                "LOGIN=$(curl -sS " + auth + "/login" + JSON + "'{\"username\":\"ada\",\"password\":\"" + PASSWORD
                        + "\"}'); printf '%s\\n' \"$LOGIN\"",
                "curl -sS -w '\\n' " + auth + "/validate -H \"Authorization: Bearer $(printf '%s' \"$LOGIN\""
                        + " | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\"");
    }
}
