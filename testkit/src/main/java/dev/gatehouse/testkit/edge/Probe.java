package dev.gatehouse.testkit.edge;

import java.io.IOException;

/** An honest client that asks one thing again and again. Confined to one thread. */
interface Probe extends AutoCloseable {
    /** Sends a request and reads its answer. Throws where there is none within the deadline, or another one than expected. */
    void ask() throws IOException;

    @Override
    void close() throws IOException;
}
