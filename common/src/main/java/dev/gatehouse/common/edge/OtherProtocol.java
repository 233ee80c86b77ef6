package dev.gatehouse.common.edge;

import io.helidon.webserver.spi.ServerConnection;

/** A protocol that clients may speak from their first byte, in the place of HTTP/1.1. Implementations are thread-safe. */
public interface OtherProtocol {
    /** By which it is agreed on in a TLS handshake (RFC 7301). */
    String applicationProtocol();

    /** Whether a client that has agreed on nothing begins to speak it. May wait for the client, but for no more bytes than it takes to tell. */
    boolean isSpoken(ClientInput input);

    /** A connection whose client speaks it. */
    ServerConnection connection(ClientContext context);
}
