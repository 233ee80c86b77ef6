package dev.gatehouse.common.edge;

/** What may still be sent of an answer, where the protocol has a flow control of its own. Implementations are thread-safe. */
public interface SendWindow {
    /** Takes what may be sent now, at most what is wanted; 0 if nothing may. Does not wait. */
    int reserveNow(int wanted);

    /** Waits until something may be sent, under the bound of {@link SlowClients}. Returns how much, at most what is wanted. */
    int reserve(int wanted);
}
