package dev.gatehouse.common.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Who is at the other end of a connection. An IPv6 client has as many addresses as it likes in its network of 64 bits, so the network counts. */
public final class PeerAddress {
    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES = 8;

    private PeerAddress() {}

    /** The address of a peer as a text; the same for all that count as one. */
    public static String text(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null
                ? text(inet.getAddress())
                : "unknown";
    }

    /** An address as a text; the same for all that count as one. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV4_BYTES
                ? address.getHostAddress()
                : HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64";
    }
}
