package dev.gatehouse.common.edge;

import java.net.SocketAddress;

/**
 * What the process holds for one client while it waits for that client: the beginnings of requests, and answers that the client does not take.
 * Implementations are thread-safe and do not block.
 */
public interface HeldBytes {
    /** Counts nothing, and refuses nothing. */
    HeldBytes UNCOUNTED = new HeldBytes() {
        @Override
        public boolean admits() {
            return true;
        }

        @Override
        public boolean hold(long bytes) {
            return true;
        }

        @Override
        public void release(long bytes) {
            // They are not counted.
        }

        @Override
        public void close() {
            // There is nothing to give back.
        }
    };

    /** Whether another request of the client may be taken in. */
    boolean admits();

    /** Counts bytes that are about to be held. Returns whether they may be; if not, they are not counted. */
    boolean hold(long bytes);

    /** Bytes that were counted are not held any more. */
    void release(long bytes);

    /** The client has gone: nothing is held for it any more, and nothing will be. */
    void close();

    /** Opens the accounts of clients. */
    @FunctionalInterface
    interface Accounts {
        /** Counts nothing. */
        Accounts NONE = (peer, end) -> UNCOUNTED;

        /**
         * For a connection.
         *
         * @param peer the address at its other end
         * @param end ends the connection, because too much is held for it; must not block
         */
        HeldBytes open(SocketAddress peer, Runnable end);
    }
}
