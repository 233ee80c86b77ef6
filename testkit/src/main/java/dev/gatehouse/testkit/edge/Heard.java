package dev.gatehouse.testkit.edge;

import java.util.List;

/** What a server says on one connection. Confined to one thread, or guarded by its user. */
interface Heard {
    /** The next bytes. */
    void take(byte[] octets, int count);

    /** The final status of each answer, in the order of the requests; of those that are complete. */
    List<Integer> statuses();

    /** Whether an ending has come, as far as the connection's own end does not matter. */
    boolean hasSaid(Ending ending);

    /** Whether the server has announced the end of the connection. */
    boolean isGoodbye();

    /** Whether the server has read all that was sent, so that nothing more can come. */
    boolean hasReadAll();
}
