package dev.gatehouse.gateway.proxy;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads an IP address that is written as one. Never asks a name server, and takes one spelling only where the JDK takes several: no
 * {@code 127.1}, and no {@code 010.0.0.1}, which is 8.0.0.1 to some and 10.0.0.1 to others. An IPv4-mapped IPv6 address is the IPv4 address.
 */
public final class IpLiteral {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final String GROUP = "[0-9A-Fa-f]{0,4}";
    /** Groups of up to four digits, without a zone; how many groups there must be is left to the JDK. */
    private static final String IPV6 = GROUP + "(?::" + GROUP + "){1,8}(?::" + IPV4 + ")?";

    private static final Pattern ADDRESS = Pattern.compile(IPV4 + "|" + IPV6);

    private IpLiteral() {}

    static Optional<InetAddress> parse(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static boolean isIpv6Text(String text) {
        return text.indexOf(':') >= 0;
    }
}
