package dev.gatehouse.gateway.proxy;

import io.helidon.http.HeaderName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds where a request comes from: the last address of the way that no trusted proxy has, walking back from the gateway. Each address
 * is told by a hop that is trusted, so nothing that a client writes is believed. Where a hop tells no address, the way ends at that hop.
 */
public final class ClientAddress {
    static final int MAX_HOPS = 32;

    private ClientAddress() {}

    /**
     * The client's address; empty for a peer that has none of the internet.
     *
     * @param peer who has connected; the client itself where no proxy is trusted
     * @param headers the lines of a header, in their order
     */
    public static Optional<InetAddress> of(
            SocketAddress peer, ProxyConfig proxies, Function<HeaderName, List<String>> headers) {
        return peer instanceof InetSocketAddress known
                ? Optional.ofNullable(known.getAddress()).map(address -> of(address, proxies, headers))
                : Optional.empty();
    }

    /**
     * The client's address.
     *
     * @param peer who has connected; the client itself where no proxy is trusted
     * @param headers the lines of a header, in their order
     */
    static InetAddress of(InetAddress peer, ProxyConfig proxies, Function<HeaderName, List<String>> headers) {
        if (!proxies.isTrusted(peer)) {
            return peer;
        }
        ForwardedHeader header = proxies.header();
        ForwardedElements elements = new ForwardedElements(headers.apply(header.headerName()));
        InetAddress client = peer;
        for (int hops = 0; hops < MAX_HOPS && proxies.isTrusted(client); hops++) {
            Optional<InetAddress> before = elements.previous().flatMap(header::address);
            if (before.isEmpty()) {
                return client;
            }
            client = before.get();
        }
        return client;
    }
}
