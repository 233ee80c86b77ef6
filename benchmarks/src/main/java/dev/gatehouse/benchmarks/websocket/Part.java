package dev.gatehouse.benchmarks.websocket;

/** What is measured, in that order. */
public enum Part {
    ECHO("echo"),
    IDLE("idle"),
    BROADCAST("broadcast"),
    PUSH("push"),
    REVOCATION("revocation");

    private final String title;

    Part(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
