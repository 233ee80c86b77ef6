package dev.gatehouse.gateway.hpack;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Netty's decoder behind our interface: the same results, but that it does not tell which fields are never indexed. */
public final class NettyDecoder {
    private final Decoder decoder;
    private final List<HeaderField> fields = new ArrayList<>();

    public NettyDecoder(HpackLimits limits) throws Http2Exception {
        decoder = new Decoder(limits.listBytes());
        decoder.configuration().maxHeaderTableSize(limits.tableBytes());
        // Netty insists on an update after a change.
        ByteArrayOutputStream update = new ByteArrayOutputStream();
        Blocks.integer(update, 0x20, 5, limits.tableBytes());
        var _ = decode(update.toByteArray());
    }

    /** Throws {@link HpackException} if the block is malformed, with Netty's reason as its message. */
    public HeaderBlock decode(byte[] block) {
        fields.clear();
        try {
            var _ = decoder.decodeHeaders(1, Unpooled.wrappedBuffer(block));
            return new HeaderBlock.Complete(fields);
        } catch (Http2Exception.HeaderListSizeException e) {
            return new HeaderBlock.TooLarge(List.of());
        } catch (Http2Exception e) {
            throw new HpackException(String.valueOf(e.getMessage()));
        }
    }

    private final class Decoder extends DefaultHttp2HeadersDecoder {
        Decoder(int maxListBytes) {
            super(false, maxListBytes);
        }

        @Override
        protected Http2Headers newHeaders() {
            return new Recorder();
        }
    }

    /** Netty sorts pseudo-header fields to the front. */
    private final class Recorder extends DefaultHttp2Headers {
        Recorder() {
            super(false);
        }

        @Override
        public Http2Headers add(CharSequence name, CharSequence value) {
            fields.add(new HeaderField(name.toString(), value.toString()));
            return this;
        }
    }
}
