package dev.gatehouse.benchmarks.soak;

/** What a client knows of its request after the answer. */
enum Fate {
    DONE,
    NOT_EXECUTED,
    UNKNOWN,
    /** Understood, and denied. */
    REFUSED
}
