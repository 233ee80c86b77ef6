package dev.gatehouse.benchmarks.soak;

/** What the soak does to the system. The gateway itself is never a target. */
public enum Fault {
    BROKER_RESTART("broker-restart"),
    BROKER_KILL("broker-kill"),
    BROKER_PAUSE("broker-pause"),
    CONNECTIONS_CLOSED("connections-closed"),
    LINK_STALL("link-stall"),
    LINK_CUT("link-cut"),
    LINK_LOST("link-lost"),
    AUTH_KILL("auth-kill"),
    AUTH_PAUSE("auth-pause"),
    AUTH_LINK_LOST("auth-link-lost"),
    DATABASE_RESTART("database-restart"),
    DATABASE_PAUSE("database-pause"),
    DATABASE_LINK_LOST("database-link-lost");

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
