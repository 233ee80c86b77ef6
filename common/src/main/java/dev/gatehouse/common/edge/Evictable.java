package dev.gatehouse.common.edge;

/** A connection that can be ended because too much is held for it. */
public interface Evictable {
    /** Tells the client if that can be done at once, and ends the connection. Does not block. */
    void evict();
}
