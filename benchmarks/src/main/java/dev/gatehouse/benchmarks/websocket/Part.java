package dev.gatehouse.benchmarks.websocket;

/** What is measured, in that order. */
public enum Part {
    IDLE("idle"),
    BROADCAST("broadcast"),
    PUSH("push"),
    ECHO("echo"),
    REVOCATION("revocation");

    private final String title;

    Part(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
