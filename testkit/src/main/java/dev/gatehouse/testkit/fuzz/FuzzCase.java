package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.util.Optional;

/** One input: what is sent over one connection or a few, and what must come of it. Confined to the thread that plays it. */
interface FuzzCase {
    /** What is expected, in words. */
    String expectation();

    /** What is sent, as far as it does not depend on what is received. */
    byte[] bytes();

    /**
     * Sends it, and looks at what comes. Returns what is wrong, if anything.
     *
     * @throws IOException if the gateway does not accept a connection, or does not answer or end it within {@link FuzzTarget#LIMIT}
     */
    Optional<String> play(FuzzTarget target) throws IOException;
}
