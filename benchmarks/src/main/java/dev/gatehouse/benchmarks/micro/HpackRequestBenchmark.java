package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.gateway.hpack.HeaderBlock;
import dev.gatehouse.gateway.hpack.HpackDecoder;
import dev.gatehouse.gateway.hpack.HpackLimits;
import dev.gatehouse.gateway.hpack.HpackLiterals;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The header block of a request: decoded, and written anew for the server that takes the request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HpackRequestBenchmark {
    private static final HpackLimits LIMITS = new HpackLimits(16_384, 200, 16_384, HpackLimits.DEFAULT_TABLE_BYTES, 2);
    private static final int FRAME_HEADER_BYTES = 9;

    @Param({"BROWSER", "BROWSER_WITH_TOKEN", "CURL", "CURL_WITH_TOKEN"})
    private RequestHeaders request = RequestHeaders.CURL;

    private byte[] first = {};
    private byte[] later = {};
    private HpackDecoder decoder = new HpackDecoder(LIMITS);

    @Setup
    public void encode() {
        byte[][] blocks = request.firstAndLater();
        first = blocks[0];
        later = blocks[1];
        decoder = new HpackDecoder(LIMITS);
        HeaderBlock block = decoder.decode(first, 0, first.length);
        if (!block.equals(decodeLater())) {
            throw new IllegalStateException("the blocks differ");
        }
    }

    @Benchmark
    public HeaderBlock decodeFirst() {
        return new HpackDecoder(LIMITS).decode(first, 0, first.length);
    }

    @Benchmark
    public HeaderBlock decodeLater() {
        return decoder.decode(later, 0, later.length);
    }

    @Benchmark
    public byte[] decodeAndEncodeLater() {
        return switch (decodeLater()) {
            case HeaderBlock.Complete block -> HpackLiterals.encode(block.fields(), FRAME_HEADER_BYTES);
            case HeaderBlock.TooLarge block -> throw new IllegalStateException("too large: " + block);
        };
    }
}
