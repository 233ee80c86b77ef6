package dev.gatehouse.common.address;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a server listens. This is the one place that makes a text or a URL of a host and a port. Immutable.
 *
 * @param host a host name or an IP address, as {@link #host} returns it
 */
public record ListenAddress(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_NAME_LENGTH = 253;

    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+\\.?");
    /** Java takes shorter forms, too: 127.0.1 would be 127.0.0.1, and is rather a mistake. */
    private static final Pattern IPV4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");
    /** What ends in a number is an IPv4 address or nothing. */
    private static final Pattern NUMBER_LAST = Pattern.compile("(?:.*\\.)?[0-9]+\\.?");

    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /**
     * The host in its normal form: an IPv6 address without brackets. Empty if the text is neither a host name (RFC 1123, section 2.1,
     * with underscores) nor an IPv4 or IPv6 address. A name is not looked up.
     */
    public static Optional<String> host(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return Optional.of(text.substring(1, text.length() - 1)).filter(ListenAddress::isIpv6);
        }
        return Optional.of(text).filter(host -> isIpv6(host) || isIpv4(host) || isName(host));
    }

    private static boolean isIpv6(String text) {
        int percent = text.indexOf('%');
        String address = percent < 0 ? text : text.substring(0, percent);
        return address.contains(":")
                && isLiteral(address)
                && (percent < 0 || ZONE.matcher(text.substring(percent + 1)).matches());
    }

    private static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches() && isLiteral(text);
    }

    private static boolean isName(String text) {
        return text.length() <= MAX_NAME_LENGTH
                && NAME.matcher(text).matches()
                && !NUMBER_LAST.matcher(text).matches();
    }

    private static boolean isLiteral(String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Where a client on this machine reaches the server: a server that listens on all addresses, on the loopback; one whose host is no
     * host of a URL (RFC 3986 as Java has it: no underscore), at its address.
     */
    public URI url(String scheme) {
        URI url = URI.create(scheme + "://" + (listensOnAll() ? new ListenAddress(LOOPBACK, port) : this));
        return url.getHost() == null ? URI.create(scheme + "://" + new ListenAddress(address(), port)) : url;
    }

    private String address() {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("there is no host " + host, e);
        }
    }

    private boolean listensOnAll() {
        return (isIpv4(host) || isIpv6(host))
                && !host.contains("%")
                && InetAddress.ofLiteral(host).isAnyLocalAddress();
    }

    /** The host and the port, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
