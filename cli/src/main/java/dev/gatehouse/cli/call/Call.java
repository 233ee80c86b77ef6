package dev.gatehouse.cli.call;

/** One request that is ready to be sent. */
@FunctionalInterface
interface Call {
    /** Sends it once, and waits for the answer within its limit. */
    Answer send();
}
