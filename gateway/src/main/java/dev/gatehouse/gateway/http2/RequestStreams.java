package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.wire.HttpVersion;
import dev.gatehouse.common.wire.RequestHead;
import dev.gatehouse.common.wire.Violation;
import dev.gatehouse.gateway.hpack.HeaderBlock;
import dev.gatehouse.gateway.hpack.HeaderField;
import dev.gatehouse.gateway.hpack.HpackDecoder;
import dev.gatehouse.gateway.hpack.HpackException;
import dev.gatehouse.gateway.hpack.HpackLimits;
import dev.gatehouse.gateway.hpack.HpackLiterals;
import io.helidon.http.http2.Http2ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Opens streams for requests: decodes their fields, judges them, and makes of them what Helidon gets. That is pseudo-header fields and literals that are
 * not indexed, so that Helidon's own decoder never has a table. Confined to the connection's thread.
 */
final class RequestStreams {
    /** A Huffman code has 30 bits at most, so a list within its bound may come as a block that is larger. */
    private static final int BLOCK_FACTOR = 4;

    private final Http2Streams streams;
    private final HpackDecoder decoder;
    private final int maxBlockBytes;
    private final long maxBodyBytes;

    RequestStreams(Http2Streams streams, Http2Limits limits) {
        this.streams = streams;
        this.decoder = new HpackDecoder(new HpackLimits(
                limits.headerBytes(),
                limits.fields(),
                Math.max(limits.headerBytes(), HpackLimits.DEFAULT_TABLE_BYTES),
                HpackLimits.DEFAULT_TABLE_BYTES,
                HpackLimits.DEFAULT_TABLE_UPDATES));
        this.maxBlockBytes = BLOCK_FACTOR * limits.headerBytes();
        this.maxBodyBytes = limits.bodyBytes();
    }

    /** How large an encoded header section may be. */
    int maxBlockBytes() {
        return maxBlockBytes;
    }

    /** What becomes of a header section on a stream that was idle. */
    sealed interface Opening {
        /** A request. */
        record Begun(byte[] frames) implements Opening {}

        /** No request: the stream ends at once. */
        record Refused(Http2ErrorCode code) implements Opening {}

        /** The connection takes no more requests, and the client knows. */
        record Ignored() implements Opening {}
    }

    /** @throws HpackException if the section cannot be decoded */
    Opening open(HeaderSection section) {
        FrameRules.require(section.stream() % 2 == 1, Http2ErrorCode.PROTOCOL, "a client's streams have odd numbers");
        HeaderBlock block = decode(section);
        return switch (block) {
            case HeaderBlock.TooLarge(List<HeaderField> first) ->
                refused(section, first, Violation.Kind.TOO_LARGE, "the headers are too large");
            case HeaderBlock.Complete(List<HeaderField> fields) -> open(section, fields);
        };
    }

    private Opening open(HeaderSection section, List<HeaderField> fields) {
        return switch (RequestFields.judge(fields, section.last())) {
            case RequestFields.Verdict.Malformed _ ->
                streams.refuse(section.stream()) ? new Opening.Refused(Http2ErrorCode.PROTOCOL) : new Opening.Ignored();
            case RequestFields.Verdict.Refused(String reason) ->
                refused(section, fields, Violation.Kind.MALFORMED, reason);
            case RequestFields.Verdict.Request(String method, OptionalLong length) ->
                length.orElse(0) > maxBodyBytes
                        ? refused(section, fields, Violation.Kind.TOO_LARGE, "the body is too large")
                        : begin(section, HelidonFields.of(method, fields), head(method, Optional.empty()), length);
        };
    }

    private Opening refused(HeaderSection section, List<HeaderField> fields, Violation.Kind kind, String reason) {
        RequestHead head = head("", Optional.of(new Violation(kind, reason)));
        return begin(section, HelidonFields.ofRefused(fields), head, OptionalLong.empty());
    }

    private static RequestHead head(String method, Optional<Violation> violation) {
        return new RequestHead(method, HttpVersion.HTTP_2, violation);
    }

    private Opening begin(HeaderSection section, List<HeaderField> fields, RequestHead head, OptionalLong length) {
        return switch (streams.open(section.stream(), head, length, section.last())) {
            case TAKEN -> new Opening.Begun(frames(section, HpackLiterals.encode(fields, 0)));
            case REFUSED -> new Opening.Refused(Http2ErrorCode.REFUSED_STREAM);
            case IGNORED -> new Opening.Ignored();
        };
    }

    private static byte[] frames(HeaderSection section, byte[] block) {
        return Frame.headerSection(section.stream(), block, section.last());
    }

    /** Whether a section can be the trailers of a request. */
    boolean areTrailers(HeaderSection section) {
        return decode(section) instanceof HeaderBlock.Complete(List<HeaderField> fields)
                && RequestFields.areTrailers(fields);
    }

    /** A section that nobody wants may still change the table. */
    void skip(HeaderSection section) {
        var _ = decode(section);
    }

    private HeaderBlock decode(HeaderSection section) {
        return decoder.decode(section.block(), 0, section.block().length);
    }
}
