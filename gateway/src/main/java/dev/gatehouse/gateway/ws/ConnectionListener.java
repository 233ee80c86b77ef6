package dev.gatehouse.gateway.ws;

/** Hears who is connected. Called on the threads of connections; must not block. Thread-safe. */
public interface ConnectionListener {
    /** Nobody listens. */
    ConnectionListener NONE = new ConnectionListener() {
        @Override
        public void opened(LiveConnection connection) {}

        @Override
        public void closed(LiveConnection connection, int closeCode) {}
    };

    /** A client is authenticated. */
    void opened(LiveConnection connection);

    /**
     * It is gone; told once for each that was opened, and after that.
     *
     * @param closeCode of the close frame (RFC 6455, section 7.4), 1006 where there was none
     */
    void closed(LiveConnection connection, int closeCode);
}
