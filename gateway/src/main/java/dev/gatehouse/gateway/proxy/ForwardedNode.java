package dev.gatehouse.gateway.proxy;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a node as proxies write it (RFC 7239, section 6): an address, IPv6 in brackets or bare, perhaps with a port. The ways of not
 * telling an address, {@code unknown} and {@code _secret}, have none.
 */
public final class ForwardedNode {
    private static final Pattern PORT = Pattern.compile(":(?:[0-9]{1,5}|_[A-Za-z0-9._-]{1,64})");

    private ForwardedNode() {}

    static Optional<InetAddress> address(String node) {
        if (node.startsWith("[")) {
            int close = node.indexOf(']');
            return close < 0 ? Optional.empty() : bracketed(node.substring(1, close), node.substring(close + 1));
        }
        int colon = node.indexOf(':');
        boolean single = colon >= 0 && colon == node.lastIndexOf(':');
        return single ? withPort(node.substring(0, colon), node.substring(colon)) : IpLiteral.parse(node);
    }

    private static Optional<InetAddress> bracketed(String address, String port) {
        return IpLiteral.isIpv6Text(address)
                        && (port.isEmpty() || PORT.matcher(port).matches())
                ? IpLiteral.parse(address)
                : Optional.empty();
    }

    private static Optional<InetAddress> withPort(String address, String port) {
        return PORT.matcher(port).matches() ? IpLiteral.parse(address) : Optional.empty();
    }
}
