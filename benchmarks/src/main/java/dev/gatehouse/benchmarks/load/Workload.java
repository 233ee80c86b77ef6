package dev.gatehouse.benchmarks.load;

/** What is measured, in the order of a round. */
public enum Workload {
    RAW("raw", 64, "bare AMQP client, no HTTP"),
    HELLO("hello", 64, "bare HTTP handler, no AMQP"),
    ECHO("echo", 64, "POST through the gateway to the responder and back"),
    SECURE("secure", 64, "bearer token checked, answered by the gateway itself"),
    HASHING("hashing", 16, "password hashes, no login around them"),
    LOGIN("login", 16, "POST /v1/auth/login"),
    VALIDATE("validate", 4, "GET /v1/auth/validate by RPC to the auth service"),
    VALIDATE_BUSY("validate-busy", 4, "as validate, while 16 clients log in without a pause"),
    RAW_ALONE("raw-1", 1, "as raw, one caller"),
    ECHO_ALONE("echo-1", 1, "as echo, one caller");

    private final String title;
    private final int callers;
    private final String about;

    Workload(String title, int callers, String about) {
        this.title = title;
        this.callers = callers;
        this.about = about;
    }

    String title() {
        return title;
    }

    int callers() {
        return callers;
    }

    String about() {
        return about;
    }
}
