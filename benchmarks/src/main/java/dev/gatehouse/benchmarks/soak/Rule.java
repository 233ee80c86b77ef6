package dev.gatehouse.benchmarks.soak;

/** What must hold in a soak. */
enum Rule {
    ANSWERED("every request is answered"),
    IN_TIME("every answer comes within the request's timeout and one second"),
    EXPECTED("every answer is a success, or tells of a fault that there was"),
    OUTCOME_TOLD("every failure that comes from a fault says whether the request was executed"),
    RIGHT_REPLY("every caller gets the answer to its own request"),
    REGISTRATION_KEPT("every acknowledged registration is in the database exactly once"),
    NOT_EXECUTED("what is answered not_executed has not been done, and never is"),
    EXECUTED_ONCE("no command is executed twice"),
    NO_PHANTOM("nothing is in the database that nobody asked for"),
    EVENT_THERE("every account and every session has its events"),
    EVENT_ONCE("no event is there twice under two ids"),
    EVENT_TRUE("no event tells of what is not so"),
    EVENT_ORDER("the events of an account come in their order"),
    REVOKED_SOON("an access token is refused within one second of the logout, later only while a fault lasts"),
    REVOKED_FOR_GOOD("a refused access token stays refused"),
    CHAIN_KEPT("no session is lost to a fault"),
    HEALED("all is well again once the faults are over"),
    ALIVE("no process ends by itself"),
    BACK_TO_START("the gateway's heap, threads and pending calls are back at their start values");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
