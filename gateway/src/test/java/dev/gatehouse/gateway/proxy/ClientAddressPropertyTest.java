package dev.gatehouse.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of the client's address whatever the client sends. */
class ClientAddressPropertyTest {
    private static final InetAddress PEER = InetAddress.ofLiteral("10.0.0.1");
    private static final AddressRange PROXIES = AddressRange.parse("10.0.0.0/8").orElseThrow();

    @Provide
    static Arbitrary<List<String>> rubbish() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "for=",
                        "For=",
                        "host=",
                        "\"",
                        "\\",
                        "\\\"",
                        ",",
                        ";",
                        "=",
                        " ",
                        "\t",
                        "[",
                        "]",
                        ":",
                        "10.1.1.1",
                        "6.6.6.6",
                        "[2001:db8::6]",
                        "for=10.1.1.1",
                        "for=\"",
                        "unknown",
                        "_x",
                        "::ffff:10.1.1.1"),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(5));
        return piece.list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces))
                .list()
                .ofMaxSize(4);
    }

    @Provide
    static Arbitrary<InetAddress> addresses() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(4)
                .flatMap(v4 -> Arbitraries.oneOf(
                        Arbitraries.just(v4),
                        Arbitraries.bytes().array(byte[].class).ofSize(16)))
                .map(ClientAddressPropertyTest::address);
    }

    @Provide
    static Arbitrary<InetAddress> clients() {
        return addresses().filter(address -> !PROXIES.contains(address));
    }

    /** How proxies append: to the last line, or in a line of their own. */
    @Provide
    static Arbitrary<List<Boolean>> hops() {
        return Arbitraries.of(true, false).list().ofMinSize(1).ofMaxSize(5);
    }

    @Property
    void nothingThatAClientSendsHidesIt(
            @ForAll("rubbish") List<String> sent,
            @ForAll("clients") InetAddress client,
            @ForAll("hops") List<Boolean> hops,
            @ForAll ForwardedHeader header) {
        List<String> lines = new ArrayList<>(sent);
        InetAddress from = client;
        for (boolean sameLine : hops) {
            append(lines, element(header, from), sameLine);
            from = InetAddress.ofLiteral("10.200.0." + lines.size());
        }
        assertThat(ClientAddress.of(PEER, new ProxyConfig(List.of(PROXIES), header), _ -> lines))
                .as(lines.toString())
                .isEqualTo(client);
    }

    @Property
    void peerThatIsNotTrustedIsTheClient(
            @ForAll("rubbish") List<String> sent, @ForAll("clients") InetAddress peer, @ForAll ForwardedHeader header) {
        assertThat(ClientAddress.of(peer, new ProxyConfig(List.of(PROXIES), header), _ -> sent))
                .isEqualTo(peer);
    }

    @Property
    void rubbishHasAnAddressAllTheSame(@ForAll("rubbish") List<String> lines, @ForAll ForwardedHeader header) {
        assertThat(ClientAddress.of(PEER, new ProxyConfig(List.of(PROXIES), header), _ -> lines))
                .isNotNull();
    }

    @Property
    void addressIsReadAsItIsWritten(@ForAll("addresses") InetAddress address) {
        assertThat(IpLiteral.parse(address.getHostAddress())).contains(address);
    }

    @Property
    void rangeHoldsWhatBeginsWithItsBits(
            @ForAll("addresses") InetAddress base, @ForAll("addresses") InetAddress other, @ForAll int seed) {
        int bits = base.getAddress().length * Byte.SIZE;
        int prefix = Math.floorMod(seed, bits + 1);
        BigInteger number = new BigInteger(1, base.getAddress());
        BigInteger first = number.shiftRight(bits - prefix).shiftLeft(bits - prefix);
        AddressRange range = AddressRange.parse(address(first, bits).getHostAddress() + "/" + prefix)
                .orElseThrow();

        assertThat(range.contains(base)).isTrue();
        assertThat(range.contains(other)).isEqualTo(isBeginning(first, bits - prefix, bits, other));
        if (prefix > 0) {
            assertThat(range.contains(address(number.flipBit(bits - prefix), bits)))
                    .isFalse();
        }
    }

    private static boolean isBeginning(BigInteger first, int shift, int bits, InetAddress other) {
        byte[] bytes = other.getAddress();
        return bytes.length * Byte.SIZE == bits
                && new BigInteger(1, bytes).shiftRight(shift).equals(first.shiftRight(shift));
    }

    private static void append(List<String> lines, String element, boolean sameLine) {
        if (sameLine && !lines.isEmpty()) {
            lines.add(lines.removeLast() + ", " + element);
        } else {
            lines.add(element);
        }
    }

    private static String element(ForwardedHeader header, InetAddress address) {
        String text = address.getHostAddress();
        return switch (header) {
            case X_FORWARDED_FOR -> text;
            case FORWARDED -> text.contains(":") ? "for=\"[" + text + "]:443\";host=\"a,\\\",b\"" : "for=" + text;
        };
    }

    private static InetAddress address(BigInteger number, int bits) {
        byte[] bytes = new byte[bits / Byte.SIZE];
        byte[] significant = number.toByteArray();
        int length = Math.min(bytes.length, significant.length);
        System.arraycopy(significant, significant.length - length, bytes, bytes.length - length, length);
        return address(bytes);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
