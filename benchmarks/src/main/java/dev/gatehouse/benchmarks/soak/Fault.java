package dev.gatehouse.benchmarks.soak;

/** What the soak does to the system. The gateway itself is never a target. */
public enum Fault {
    BROKER_RESTART("broker-restart"),
    BROKER_KILL("broker-kill"),
    BROKER_PAUSE("broker-pause"),
    CONNECTIONS_CLOSED("connections-closed"),
    LINK_STALL("link-stall"),
    LINK_CUT("link-cut"),
    AUTH_KILL("auth-kill"),
    AUTH_PAUSE("auth-pause"),
    DATABASE_RESTART("database-restart"),
    DATABASE_PAUSE("database-pause");

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
