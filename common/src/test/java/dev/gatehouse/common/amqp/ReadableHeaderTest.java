package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** With the library's own reader as the judge. */
class ReadableHeaderTest {
    private static final int BODY_BYTES = 12_345;
    private static final int BASIC = 60;
    private static final int FIXED_BYTES = 12;

    private static BasicProperties.Builder full() {
        return new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("identity")
                .deliveryMode(2)
                .priority(255)
                .correlationId("correlation")
                .replyTo("replies")
                .expiration("x")
                .messageId("message")
                .timestamp(Date.from(Instant.ofEpochSecond(-1L << 50)))
                .type("\u2028\u202e")
                .userId("user")
                .appId("app")
                .clusterId("cluster");
    }

    private static byte[] payload(BasicProperties properties) {
        try {
            return properties.toFrame(1, BODY_BYTES).getPayload();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the library makes of it; empty where it would close the connection. */
    private static Optional<BasicProperties> asTheLibraryReads(byte[] payload) {
        DataInputStream header = new DataInputStream(new ByteArrayInputStream(payload));
        try {
            assertThat(header.readShort()).isEqualTo((short) BASIC);
            return Optional.of(new BasicProperties(header));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The library reads what is left as it is, and what is put in place of the rest, which is marked. */
    private static void assertReadable(byte[] payload) {
        byte[] original = payload.clone();
        Optional<byte[]> replacement = ReadableHeader.replacement(payload);
        assertThat(payload).as("not written to").isEqualTo(original);
        if (replacement.isEmpty()) {
            assertThat(asTheLibraryReads(payload)).as("what has passed").isPresent();
        } else {
            assertMarked(replacement.get());
            assertThat(Arrays.copyOf(replacement.get(), FIXED_BYTES)).isEqualTo(Arrays.copyOf(original, FIXED_BYTES));
        }
    }

    private static BasicProperties assertMarked(byte[] replacement) {
        assertThat(ReadableHeader.replacement(replacement)).isEmpty();
        BasicProperties read = asTheLibraryReads(replacement).orElseThrow();
        assertThat(ReadableHeader.flaw(read)).isPresent();
        return read;
    }

    private static BasicProperties marked(Map<String, Object> headers) {
        return assertMarked(
                ReadableHeader.replacement(payload(full().headers(headers).build()))
                        .orElseThrow());
    }

    private static void assertPasses(Map<String, Object> headers) {
        byte[] payload = payload(full().headers(headers).build());
        assertThat(ReadableHeader.replacement(payload)).isEmpty();
        assertThat(ReadableHeader.flaw(asTheLibraryReads(payload).orElseThrow()))
                .isEmpty();
    }

    @Test
    void whatIsNestedAsDeepAsTheLibraryReadsPassesAndNothingDeeper() {
        int most = HostileHeaders.TOO_DEEP - 1;
        assertPasses(HostileHeaders.nestedTables(most));
        assertPasses(HostileHeaders.nestedArrays(most));
        assertThat(ReadableHeader.flaw(marked(HostileHeaders.nestedTables(most + 1))))
                .contains("its headers are nested over 32 levels deep");
        assertThat(ReadableHeader.flaw(marked(HostileHeaders.nestedArrays(500))))
                .contains("its headers are nested over 32 levels deep");
    }

    @Test
    void whereOnlyTheHeadersCannotBeReadTheOtherPropertiesAreKept() {
        BasicProperties read = marked(HostileHeaders.nestedTables(HostileHeaders.TOO_DEEP));
        assertThat(read.builder().headers(null).build()).isEqualTo(full().build());
    }

    @Test
    void headersAreBoundedInNumber() {
        Map<String, Object> many = new HashMap<>();
        IntStream.range(0, 1000).forEach(i -> many.put("h" + i, true));
        assertPasses(many);
        many.put("one more", true);
        assertThat(ReadableHeader.flaw(marked(many))).contains("its headers have over 1000 values");
        assertThat(ReadableHeader.flaw(marked(Map.of("a", Collections.nCopies(1001, true)))))
                .isPresent();
    }

    @Test
    void aMessageWithoutPropertiesPasses() {
        byte[] payload = payload(new BasicProperties());
        assertThat(ReadableHeader.replacement(payload)).isEmpty();
        assertThat(ReadableHeader.isMessage(payload)).isTrue();
        assertThat(ReadableHeader.bodySize(payload)).isEqualTo(BODY_BYTES);
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.lazyOf(
                () -> Arbitraries.strings().ofMaxLength(20).map(Object.class::cast),
                () -> Arbitraries.integers().map(Object.class::cast),
                () -> Arbitraries.longs().map(Object.class::cast),
                () -> Arbitraries.shorts().map(Object.class::cast),
                () -> Arbitraries.bytes().map(Object.class::cast),
                () -> Arbitraries.doubles().map(Object.class::cast),
                () -> Arbitraries.floats().map(Object.class::cast),
                () -> Arbitraries.of(true, false).map(Object.class::cast),
                () -> Arbitraries.longs()
                        .between(0, 1L << 40)
                        .map(Instant::ofEpochSecond)
                        .map(Date::from),
                () -> Arbitraries.integers().map(unscaled -> (Object) BigDecimal.valueOf(unscaled, 2)),
                () -> Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Object.class::cast),
                () -> values().list().ofMaxSize(3).map(Object.class::cast),
                () -> tables().map(Object.class::cast));
    }

    @Provide
    Arbitrary<Map<String, Object>> tables() {
        return Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), Arbitraries.lazy(this::values))
                .ofMaxSize(4);
    }

    @Property
    void whateverTheLibraryWritesPassesAsItIs(@ForAll("tables") Map<String, Object> headers) {
        assertPasses(headers);
    }

    /** One after the other: bytes put in place of those at some places, and an end. */
    record Mutation(List<Integer> places, byte[] bytes, int end) {
        byte[] of(byte[] payload) {
            byte[] mutated = payload.clone();
            for (int i = 0; i < Math.min(places.size(), bytes.length); i++) {
                mutated[FIXED_BYTES + places.get(i) % (payload.length - FIXED_BYTES)] = bytes[i];
            }
            return Arrays.copyOf(mutated, Math.max(FIXED_BYTES, payload.length - end));
        }
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        Arbitrary<Byte> bytes = Arbitraries.oneOf(
                Arbitraries.bytes(),
                Arbitraries.of(
                        "SIiDTFAbBdflsutxVL".chars().mapToObj(c -> (byte) c).toList()));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1000).list().ofMaxSize(6),
                        bytes.array(byte[].class).ofSize(6),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.just(0)),
                                Tuple.of(1, Arbitraries.integers().between(0, 100))))
                .as(Mutation::new);
    }

    @Property(tries = 5000)
    void whateverAMutationMakesOfHeadersIsReadable(
            @ForAll("tables") Map<String, Object> headers, @ForAll("mutations") Mutation mutation) {
        assertReadable(mutation.of(payload(full().headers(headers).build())));
    }

    @Property(tries = 5000)
    void whateverAMutationMakesOfHeadersAloneIsReadable(
            @ForAll("tables") Map<String, Object> headers, @ForAll("mutations") Mutation mutation) {
        assertReadable(mutation.of(
                payload(new BasicProperties.Builder().headers(headers).build())));
    }

    @Property(tries = 5000)
    void anyBytesAtAllAreReadable(@ForAll byte[] properties) {
        assertReadable(ByteBuffer.allocate(FIXED_BYTES + properties.length)
                .putShort((short) BASIC)
                .putShort((short) 0)
                .putLong(BODY_BYTES)
                .put(properties)
                .array());
    }
}
