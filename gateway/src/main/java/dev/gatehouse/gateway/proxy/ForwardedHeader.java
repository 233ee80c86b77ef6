package dev.gatehouse.gateway.proxy;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.net.InetAddress;
import java.util.Optional;

/** The header in which proxies tell for whom they forward a request: a list, to which each of them appends who has connected to it. */
public enum ForwardedHeader {
    /** Addresses, as most proxies write them. */
    X_FORWARDED_FOR {
        @Override
        HeaderName headerName() {
            return HeaderNames.X_FORWARDED_FOR;
        }

        @Override
        Optional<InetAddress> address(String element) {
            return ForwardedNode.address(element);
        }
    },
    /** The standard (RFC 7239). */
    FORWARDED {
        @Override
        HeaderName headerName() {
            return HeaderNames.FORWARDED;
        }

        @Override
        Optional<InetAddress> address(String element) {
            return ForwardedPairs.node(element).flatMap(ForwardedNode::address);
        }
    };

    abstract HeaderName headerName();

    /** The address that one element of the list tells; empty where it tells none. */
    abstract Optional<InetAddress> address(String element);
}
