package dev.gatehouse.gateway.connection;

import io.helidon.common.socket.PeerInfo;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;

/**
 * A client of which the server below sees the address alone. From a certificate it would make a header of each request, upon which it takes the
 * beginning of an HTTP/2 client's first header section for an error. The certificate has done its work in the handshake.
 *
 * @param below the client as it is
 */
record BarePeer(PeerInfo below) implements PeerInfo {
    @Override
    public SocketAddress address() {
        return below.address();
    }

    @Override
    public String host() {
        return below.host();
    }

    @Override
    public int port() {
        return below.port();
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        return Optional.empty();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        return Optional.empty();
    }
}
