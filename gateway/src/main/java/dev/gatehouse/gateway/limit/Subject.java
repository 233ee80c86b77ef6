package dev.gatehouse.gateway.limit;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whose requests are counted together.
 *
 * @param text the same for the same subject in every gateway
 */
public record Subject(String text) {
    private static final int NETWORK_BYTES = 8;
    private static final int IPV4_BYTES = 4;
    private static final Subject EVERYBODY = new Subject("all");
    private static final Subject NO_ADDRESS = new Subject("ip:none");

    /**
     * Whom a request counts for.
     *
     * @param account of the client, where it is authenticated
     * @param address of the client, where it has one
     */
    public static Subject of(RateLimit.Per per, Optional<String> account, Optional<InetAddress> address) {
        return switch (per) {
            case ACCOUNT -> account.map(id -> new Subject("account:" + id)).orElseGet(() -> ofAddress(address));
            case IP -> ofAddress(address);
            case ROUTE -> EVERYBODY;
        };
    }

    /** All that come from one IPv4 address or, as who has one address in IPv6 has 2^64 of them, from one network of 64 bits. */
    public static Subject ofAddress(Optional<InetAddress> address) {
        return address.map(InetAddress::getAddress)
                .map(bytes -> bytes.length == IPV4_BYTES ? bytes : Arrays.copyOf(bytes, NETWORK_BYTES))
                .map(bytes -> new Subject("ip:" + HexFormat.of().formatHex(bytes)))
                .orElse(NO_ADDRESS);
    }
}
