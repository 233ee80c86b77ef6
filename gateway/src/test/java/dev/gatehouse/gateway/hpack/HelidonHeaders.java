package dev.gatehouse.gateway.hpack;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Header;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.http.http2.Http2Flag;
import io.helidon.http.http2.Http2FrameData;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameTypes;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2Headers.DynamicTable;
import io.helidon.http.http2.Http2HuffmanDecoder;
import io.helidon.http.http2.Http2HuffmanEncoder;
import io.helidon.http.http2.Http2Stream;
import java.lang.reflect.Proxy;
import java.util.List;

/** Helidon's own way to read and write the header blocks of one connection. */
public final class HelidonHeaders {
    /** Helidon asks it nothing unless there is a priority. */
    private static final Http2Stream STREAM = (Http2Stream) Proxy.newProxyInstance(
            Http2Stream.class.getClassLoader(), new Class<?>[] {Http2Stream.class}, (self, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private final DynamicTable requests = DynamicTable.create(HpackLimits.DEFAULT_TABLE_BYTES);
    private final DynamicTable answers = DynamicTable.create(HpackLimits.DEFAULT_TABLE_BYTES);

    /** A request's headers. */
    public Http2Headers read(byte[] block) {
        Http2FrameHeader header = Http2FrameHeader.create(
                block.length, Http2FrameTypes.HEADERS, Http2Flag.HeaderFlags.create(Http2Flag.END_OF_HEADERS), 1);
        return Http2Headers.create(
                STREAM, requests, Http2HuffmanDecoder.create(), new Http2FrameData(header, BufferData.create(block)));
    }

    /** The block of an answer. */
    byte[] write(Status status, List<Header> headers) {
        WritableHeaders<?> all = WritableHeaders.create();
        headers.forEach(all::add);
        BufferData block = BufferData.growing(512);
        Http2Headers.create(all).status(status).write(answers, Http2HuffmanEncoder.create(), block);
        return block.readBytes();
    }
}
