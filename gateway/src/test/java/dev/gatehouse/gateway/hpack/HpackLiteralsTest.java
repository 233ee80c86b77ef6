package dev.gatehouse.gateway.hpack;

import static dev.gatehouse.gateway.hpack.Blocks.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.http2.Http2Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HpackLiteralsTest {
    private static final HpackLimits LIMITS = new HpackLimits(2_000_000, 10_000, 1_000_000, 0, 0);

    @Property(tries = 1_000)
    void whatIsEncodedDecodesToTheSameFields(@ForAll long seed) {
        RandomEncoder random = new RandomEncoder(new Random(seed), 4_096);
        random.next();
        random.next();
        byte[] block = HpackLiterals.encode(random.fields(), 0);

        // Without a dynamic table.
        assertThat(Blocks.fields(new HpackDecoder(LIMITS), block)).isEqualTo(random.fields());
    }

    @Test
    void lengthsOfAnySizeAreEncoded() {
        for (int length : List.of(0, 1, 126, 127, 128, 254, 255, 16_510, 16_511, 500_000)) {
            List<HeaderField> fields = List.of(field("a", "x".repeat(length)), field("y".repeat(length), "b"));
            assertThat(Blocks.fields(new HpackDecoder(LIMITS), HpackLiterals.encode(fields, 0)))
                    .isEqualTo(fields);
        }
    }

    @Test
    void everyFieldOfTheStaticTableIsEncoded() {
        for (int index = 1; index <= StaticTable.SIZE; index++) {
            HeaderField field = StaticTable.get(index);
            HeaderField other = field(field.name(), "other");
            HeaderField never = new HeaderField(field.name(), field.value(), true);

            assertThat(HpackLiterals.encode(List.of(field), 0)).containsExactly(0x80 | index);
            assertThat(Blocks.fields(new HpackDecoder(LIMITS), HpackLiterals.encode(List.of(other, never), 0)))
                    .containsExactly(other, never);
        }
    }

    @Test
    void roomIsLeftInFront() {
        byte[] plain = HpackLiterals.encode(List.of(field("a", "b")), 0);
        byte[] withRoom = HpackLiterals.encode(List.of(field("a", "b")), 9);

        assertThat(Arrays.copyOfRange(withRoom, 9, withRoom.length)).isEqualTo(plain);
        assertThat(HpackLiterals.encode(List.of(), 9)).hasSize(9);
    }

    @Test
    void charactersThatAreNoOctetsKeepTheirPlace() {
        assertThat(HpackLiterals.encode(List.of(field("a", "1\u20ac2")), 0)).isEqualTo(Blocks.hex("0001610331ac32"));
    }

    @Test
    void helidonReadsTheSameRequest() {
        List<HeaderField> fields = List.of(
                field(":method", "DELETE"),
                field(":scheme", "https"),
                field(":path", "/v1/things?a=b"),
                field(":authority", "example.com"),
                field("accept", "*/*"),
                field("accept-encoding", "gzip, deflate"),
                field("accept-encoding", "br"),
                field("x-request-id", "0198"),
                field("referer", ""),
                field("x-empty", ""),
                new HeaderField("authorization", "Bearer a", true),
                field("user-agent", "x".repeat(1_000)));
        HelidonHeaders helidon = new HelidonHeaders();
        for (int i = 0; i < 3; i++) {
            Http2Headers read = helidon.read(HpackLiterals.encode(fields, 0));

            assertThat(read.method().text()).isEqualTo("DELETE");
            assertThat(read.scheme()).isEqualTo("https");
            assertThat(read.path()).isEqualTo("/v1/things?a=b");
            assertThat(read.authority()).isEqualTo("example.com");
            List<HeaderField> others = new ArrayList<>();
            for (Header header : read.httpHeaders()) {
                header.allValues()
                        .forEach(value -> others.add(
                                new HeaderField(header.headerName().lowerCase(), value, header.sensitive())));
            }
            assertThat(others).containsExactlyInAnyOrderElementsOf(fields.subList(4, fields.size()));
            assertThat(read.httpHeaders().get(HeaderNames.ACCEPT_ENCODING).allValues())
                    .containsExactly("gzip, deflate", "br");
        }
    }
}
