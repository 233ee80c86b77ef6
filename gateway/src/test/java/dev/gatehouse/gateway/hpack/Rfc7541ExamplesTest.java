package dev.gatehouse.gateway.hpack;

import static dev.gatehouse.gateway.hpack.Blocks.field;
import static dev.gatehouse.gateway.hpack.Blocks.fields;
import static dev.gatehouse.gateway.hpack.Blocks.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 7541, appendix C. */
class Rfc7541ExamplesTest {
    private static final List<HeaderField> FIRST_REQUEST = List.of(
            field(":method", "GET"),
            field(":scheme", "http"),
            field(":path", "/"),
            field(":authority", "www.example.com"));
    private static final List<HeaderField> SECOND_REQUEST = List.of(
            field(":method", "GET"),
            field(":scheme", "http"),
            field(":path", "/"),
            field(":authority", "www.example.com"),
            field("cache-control", "no-cache"));
    private static final List<HeaderField> THIRD_REQUEST = List.of(
            field(":method", "GET"),
            field(":scheme", "https"),
            field(":path", "/index.html"),
            field(":authority", "www.example.com"),
            field("custom-key", "custom-value"));
    private static final List<HeaderField> FIRST_RESPONSE = List.of(
            field(":status", "302"),
            field("cache-control", "private"),
            field("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
            field("location", "https://www.example.com"));
    private static final List<HeaderField> SECOND_RESPONSE = List.of(
            field(":status", "307"),
            field("cache-control", "private"),
            field("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
            field("location", "https://www.example.com"));
    private static final List<HeaderField> THIRD_RESPONSE = List.of(
            field(":status", "200"),
            field("cache-control", "private"),
            field("date", "Mon, 21 Oct 2013 20:13:22 GMT"),
            field("location", "https://www.example.com"),
            field("content-encoding", "gzip"),
            field("set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"));

    private HpackDecoder decoder = new HpackDecoder(Blocks.limits(4_096));

    /** C.1. */
    @ParameterizedTest
    @CsvSource({"0a, 5, 10", "1f9a0a, 5, 1337", "2a, 8, 42"})
    void integers(String octets, int prefixBits, int value) {
        byte[] bytes = hex(octets);
        HpackReader reader = new HpackReader(100);
        reader.begin(bytes, 0, bytes.length);

        assertThat(reader.integer(reader.octet(), prefixBits)).isEqualTo(value);
        assertThat(reader.hasMore()).isFalse();
    }

    /** C.2. */
    @Test
    void fieldRepresentations() {
        decodes(
                "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
                field("custom-key", "custom-header"));
        assertThat(tableOf("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"))
                .containsExactly(field("custom-key", "custom-header"));

        decodes("040c 2f73 616d 706c 652f 7061 7468", field(":path", "/sample/path"));
        assertThat(tableOf("040c 2f73 616d 706c 652f 7061 7468")).isEmpty();

        decodes("1008 7061 7373 776f 7264 0673 6563 7265 74", new HeaderField("password", "secret", true));
        assertThat(tableOf("1008 7061 7373 776f 7264 0673 6563 7265 74")).isEmpty();

        decodes("82", field(":method", "GET"));
        assertThat(tableOf("82")).isEmpty();
    }

    /** C.2.2, and C.2.3 as far as the name is in no static table. */
    @Test
    void literalsAreEncoded() {
        assertThat(HpackLiterals.encode(List.of(field(":path", "/sample/path")), 0))
                .isEqualTo(hex("040c 2f73 616d 706c 652f 7061 7468"));
        assertThat(HpackLiterals.encode(List.of(new HeaderField("password", "secret", true)), 0))
                .isEqualTo(hex("1008 7061 7373 776f 7264 0673 6563 7265 74"));
        assertThat(HpackLiterals.encode(List.of(field(":method", "GET")), 0)).isEqualTo(hex("82"));
    }

    /** C.3. */
    @Test
    void requestsWithoutHuffmanCoding() {
        assertThat(decode("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d")).isEqualTo(FIRST_REQUEST);
        assertThat(table()).containsExactly(field(":authority", "www.example.com"));

        assertThat(decode("8286 84be 5808 6e6f 2d63 6163 6865")).isEqualTo(SECOND_REQUEST);
        assertThat(table()).containsExactly(field("cache-control", "no-cache"), field(":authority", "www.example.com"));

        assertThat(decode("8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65"))
                .isEqualTo(THIRD_REQUEST);
        assertTableAfterRequests();
    }

    /** C.4. */
    @Test
    void requestsWithHuffmanCoding() {
        assertThat(decode("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff")).isEqualTo(FIRST_REQUEST);
        assertThat(decode("8286 84be 5886 a8eb 1064 9cbf")).isEqualTo(SECOND_REQUEST);
        assertThat(decode("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
                .isEqualTo(THIRD_REQUEST);
        assertTableAfterRequests();
    }

    private void assertTableAfterRequests() {
        assertThat(table())
                .containsExactly(
                        field("custom-key", "custom-value"),
                        field("cache-control", "no-cache"),
                        field(":authority", "www.example.com"));
    }

    /** C.5. */
    @Test
    void responsesWithoutHuffmanCoding() {
        decoder = new HpackDecoder(Blocks.limits(256));

        assertThat(
                        decode(
                                "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133"
                                        + "2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
                .isEqualTo(FIRST_RESPONSE);
        assertThat(table())
                .containsExactly(
                        field("location", "https://www.example.com"),
                        field("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
                        field("cache-control", "private"),
                        field(":status", "302"));

        assertThat(decode("4803 3330 37c1 c0bf")).isEqualTo(SECOND_RESPONSE);
        assertThat(table())
                .containsExactly(
                        field(":status", "307"),
                        field("location", "https://www.example.com"),
                        field("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
                        field("cache-control", "private"));

        assertThat(decode("88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0"
                        + "5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745"
                        + "4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31"))
                .isEqualTo(THIRD_RESPONSE);
        assertTableAfterResponses();
    }

    /** C.6. */
    @Test
    void responsesWithHuffmanCoding() {
        decoder = new HpackDecoder(Blocks.limits(256));

        assertThat(decode("4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6"
                        + "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"))
                .isEqualTo(FIRST_RESPONSE);
        assertThat(decode("4883 640e ffc1 c0bf")).isEqualTo(SECOND_RESPONSE);
        assertThat(decode("88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab"
                        + "77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587"
                        + "3160 65c0 03ed 4ee5 b106 3d50 07"))
                .isEqualTo(THIRD_RESPONSE);
        assertTableAfterResponses();
    }

    private void assertTableAfterResponses() {
        assertThat(table())
                .containsExactly(
                        field("set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"),
                        field("content-encoding", "gzip"),
                        field("date", "Mon, 21 Oct 2013 20:13:22 GMT"));
    }

    private void decodes(String block, HeaderField field) {
        assertThat(fields(new HpackDecoder(Blocks.limits(4_096)), block)).containsExactly(field);
    }

    private static List<HeaderField> tableOf(String block) {
        HpackDecoder decoder = new HpackDecoder(Blocks.limits(4_096));
        fields(decoder, block);
        return Blocks.table(decoder);
    }

    private List<HeaderField> decode(String block) {
        return fields(decoder, block);
    }

    private List<HeaderField> table() {
        return Blocks.table(decoder);
    }
}
