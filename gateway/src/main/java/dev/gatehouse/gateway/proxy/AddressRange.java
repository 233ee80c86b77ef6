package dev.gatehouse.gateway.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The IP addresses that begin with the same bits, in CIDR notation (RFC 4632; RFC 4291, section 2.3).
 *
 * @param first the address whose bits after the prefix are all zero
 * @param prefix how many leading bits are the same
 */
public record AddressRange(InetAddress first, int prefix) {
    /** What {@link #parse} takes, for people. */
    static final String FORM =
            "an IP address, or a range such as 10.0.0.0/8 or 2001:db8::/32 with no bit set after its prefix";

    private static final int MAPPED_PREFIX = 96;

    public AddressRange {
        if (prefix < 0 || prefix > bits(first)) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits for " + first);
        }
        if (isAnyBitSet(first.getAddress(), prefix)) {
            throw new IllegalArgumentException(first + " has bits set after the first " + prefix);
        }
    }

    /** The range that a text names; one address is a range, too. Empty where the text is not of the form. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return IpLiteral.parse(text).map(only -> new AddressRange(only, bits(only)));
        }
        String address = text.substring(0, slash);
        return IpLiteral.parse(address)
                .flatMap(first -> prefix(text.substring(slash + 1), first, IpLiteral.isIpv6Text(address))
                        .filter(prefix -> !isAnyBitSet(first.getAddress(), prefix))
                        .map(prefix -> new AddressRange(first, prefix)));
    }

    /** Whether an address is one of the range. None of the other IP version is. */
    public boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefix;
    }

    private static Optional<Integer> prefix(String text, InetAddress first, boolean ipv6Text) {
        if (!text.matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        boolean mapped = ipv6Text && first instanceof Inet4Address;
        return Optional.of(Integer.parseInt(text) - (mapped ? MAPPED_PREFIX : 0))
                .filter(prefix -> prefix >= 0 && prefix <= bits(first));
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    private static boolean isAnyBitSet(byte[] bytes, int from) {
        for (int bit = from; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] & (0x80 >>> (bit % Byte.SIZE))) != 0) {
                return true;
            }
        }
        return false;
    }
}
