package dev.gatehouse.gateway.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** With blocks as Helidon writes them. */
class HpackRewriterTest {
    private final HelidonHeaders helidon = new HelidonHeaders();
    private final HpackRewriter rewriter = new HpackRewriter();

    @Test
    void blocksPassWhileThePeerHasRoom() {
        rewriter.peerTable(HpackLimits.DEFAULT_TABLE_BYTES);
        rewriter.peerTable(1 << 20);

        assertThat(rewritten(answer(1))).isEmpty();
        assertThat(rewritten(answer(2))).isEmpty();
    }

    @Test
    void aPeerWithoutATableGetsNoneFromTheBeginning() {
        HpackDecoder peer = peer(0);
        rewriter.peerTable(0);

        for (int i = 0; i < 10; i++) {
            byte[] block = answer(i);
            assertThat(Blocks.fields(peer, rewritten(block).orElseThrow())).hasSameElementsAs(answered(i));
        }
    }

    @Test
    void aPeerThatLowersItsTableLaterIsToldSo() {
        HpackDecoder peer = peer(HpackLimits.DEFAULT_TABLE_BYTES);
        for (int i = 0; i < 10; i++) {
            byte[] block = answer(i);
            assertThat(rewritten(block)).isEmpty();
            assertThat(Blocks.fields(peer, block)).hasSameElementsAs(answered(i));
        }
        rewriter.peerTable(100);
        byte[] first = rewritten(answer(10)).orElseThrow();
        byte[] second = rewritten(answer(11)).orElseThrow();

        assertThat(first).startsWith(0x20);
        assertThat(second[0]).isNotEqualTo((byte) 0x20);
        assertThat(Blocks.fields(peer, first)).hasSameElementsAs(answered(10));
        assertThat(Blocks.fields(peer, second)).hasSameElementsAs(answered(11));
    }

    @Test
    void aPeerThatRaisesItsTableAgainGetsWhatItCanDecode() {
        rewriter.peerTable(0);
        HpackDecoder peer = peer(0);
        assertThat(Blocks.fields(peer, rewritten(answer(1)).orElseThrow())).hasSameElementsAs(answered(1));

        rewriter.peerTable(65_536);
        assertThat(Blocks.fields(peer, rewritten(answer(1)).orElseThrow())).hasSameElementsAs(answered(1));
        rewriter.peerTable(10);
        assertThat(Blocks.fields(peer, rewritten(answer(2)).orElseThrow())).hasSameElementsAs(answered(2));
    }

    @Test
    void aBlockThatIsNotWrittenLeavesThePeerWithoutATable() {
        HpackDecoder peer = peer(HpackLimits.DEFAULT_TABLE_BYTES);
        assertThat(rewritten(answer(1))).isEmpty();
        skip(answer(2));
        byte[] next = rewritten(answer(2)).orElseThrow();

        assertThat(next).startsWith(0x20);
        assertThat(Blocks.fields(peer, next)).hasSameElementsAs(answered(2));
    }

    private void skip(byte[] block) {
        rewriter.skip(block, 0, block.length);
    }

    @Property(tries = 200)
    void whateverHappensThePeerCanDecodeAllBlocksThatItGets(@ForAll long seed) {
        Random random = new Random(seed);
        HelidonHeaders server = new HelidonHeaders();
        HpackRewriter rewriting = new HpackRewriter();
        HpackDecoder peer = peer(HpackLimits.DEFAULT_TABLE_BYTES);
        for (int i = 0; i < 60; i++) {
            if (random.nextInt(30) == 0) {
                rewriting.peerTable(random.nextInt(5_000));
            }
            List<Header> headers = headers(random.nextInt(100));
            byte[] block = server.write(Status.OK_200, headers);
            if (random.nextInt(100) == 0) {
                rewriting.skip(block, 0, block.length);
                continue;
            }
            Optional<byte[]> rewritten = rewriting.rewrite(block, 0, block.length);

            assertThat(Blocks.fields(peer, rewritten.orElse(block))).hasSameElementsAs(fields(headers));
            rewritten.ifPresent(
                    written -> assertThat(Blocks.fields(peer(0), written)).hasSameElementsAs(fields(headers)));
        }
    }

    @Test
    void blocksAreReadFromTheMiddleOfAFrame() {
        byte[] block = answer(1);
        byte[] frame = new byte[block.length + 20];
        System.arraycopy(block, 0, frame, 9, block.length);
        rewriter.peerTable(0);

        assertThat(Blocks.fields(
                        peer(0), rewriter.rewrite(frame, 9, 9 + block.length).orElseThrow()))
                .hasSameElementsAs(answered(1));
    }

    private static HpackDecoder peer(int tableBytes) {
        return new HpackDecoder(Blocks.limits(tableBytes));
    }

    private Optional<byte[]> rewritten(byte[] block) {
        return rewriter.rewrite(block, 0, block.length);
    }

    private byte[] answer(int number) {
        return helidon.write(Status.OK_200, headers(number));
    }

    private static List<HeaderField> answered(int number) {
        return fields(headers(number));
    }

    private static List<HeaderField> fields(List<Header> headers) {
        List<HeaderField> fields = new ArrayList<>();
        fields.add(Blocks.field(":status", "200"));
        headers.forEach(header -> fields.add(Blocks.field(header.headerName().lowerCase(), header.get())));
        return fields;
    }

    /** As answers have them: some are always the same, some are not and are indexed, some are not indexed. */
    private static List<Header> headers(int number) {
        return List.of(
                HeaderValues.create("content-type", "application/json"),
                HeaderValues.create("x-content-type-options", "nosniff"),
                HeaderValues.create("x-request-id", "request-" + number),
                HeaderValues.create("x-long", "x".repeat(20 * (number % 7)) + number),
                HeaderValues.create("cache-control", number % 2 == 0 ? "no-store" : "public, max-age=60"),
                HeaderValues.create(HeaderNames.CONTENT_LENGTH, true, false, Integer.toString(number)));
    }
}
