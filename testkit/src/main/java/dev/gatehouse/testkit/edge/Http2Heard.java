package dev.gatehouse.testkit.edge;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Frames of a server, which answers one {@link #PROBE} after all else. */
final class Http2Heard implements Heard {
    /** The payload of a PING that is sent last. */
    static final long PROBE = 0x70726f6265L;

    private static final int SHOWN = 5;
    private static final int MAX_LIST_BYTES = 65_536;

    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, MAX_LIST_BYTES);
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private final TreeMap<Integer, Integer> statuses = new TreeMap<>();
    private final Set<Integer> ended = new TreeSet<>();
    private final List<Ending.Reset> resets = new ArrayList<>();
    private int goAway = -1;
    private boolean probeAnswered;

    /** @param settings what the client has told the server */
    Http2Heard(byte[] settings) {
        ByteBuffer parameters = ByteBuffer.wrap(settings);
        while (parameters.remaining() >= Short.BYTES + Integer.BYTES) {
            int id = parameters.getShort();
            int value = parameters.getInt();
            if (id == Http2Wire.HEADER_TABLE_SIZE) {
                tableSize(value);
            }
        }
    }

    private void tableSize(int bytes) {
        try {
            decoder.configuration().maxHeaderTableSize(bytes);
        } catch (Http2Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void take(byte[] octets, int count) {
        unread.write(octets, 0, count);
        ByteBuffer all = ByteBuffer.wrap(unread.toByteArray());
        while (all.remaining() >= Http2Wire.FRAME_HEADER_BYTES
                && all.remaining() >= Http2Wire.FRAME_HEADER_BYTES + (all.getInt(all.position()) >>> 8)) {
            int head = all.getInt();
            int flags = all.get();
            int stream = all.getInt();
            byte[] payload = new byte[head >>> 8];
            all.get(payload);
            frame(head & 0xff, flags, stream, payload);
        }
        unread.reset();
        unread.write(all.array(), all.position(), all.remaining());
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        switch (type) {
            case Http2Wire.HEADERS -> statuses.put(stream, status(stream, payload));
            case Http2Wire.RST_STREAM ->
                resets.add(new Ending.Reset(stream, ByteBuffer.wrap(payload).getInt()));
            case Http2Wire.GOAWAY -> goAway = ByteBuffer.wrap(payload).getInt(Integer.BYTES);
            case Http2Wire.PING ->
                probeAnswered |=
                        (flags & Http2Wire.ACK) != 0 && ByteBuffer.wrap(payload).getLong() == PROBE;
            default -> {
                // It does not matter here.
            }
        }
        if (type <= Http2Wire.HEADERS && (flags & Http2Wire.END_STREAM) != 0) {
            ended.add(stream);
        }
    }

    private int status(int stream, byte[] block) {
        try {
            CharSequence status =
                    decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block)).status();
            return Integer.parseInt(Objects.requireNonNull(status, "no status").toString());
        } catch (Http2Exception e) {
            throw new IllegalStateException("the server's header block is broken: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Integer> statuses() {
        return statuses.entrySet().stream()
                .filter(answer -> ended.contains(answer.getKey()))
                .map(answer -> answer.getValue())
                .toList();
    }

    @Override
    public boolean hasSaid(Ending ending) {
        return switch (ending) {
            case Ending.Answers(List<Integer> expected, boolean _) ->
                statuses().equals(expected) && resets.isEmpty() && goAway < 0;
            case Ending.Answer(int stream, int status) ->
                ended.contains(stream) && Integer.valueOf(status).equals(statuses.get(stream));
            case Ending.GoAway(int code) -> goAway == code;
            case Ending.Reset reset -> resets.contains(reset);
            case Ending.End _, Ending.Lost _ -> false;
        };
    }

    @Override
    public boolean isGoodbye() {
        return goAway >= 0;
    }

    @Override
    public boolean hasReadAll() {
        return probeAnswered;
    }

    @Override
    public String toString() {
        return "answers " + statuses().stream().limit(SHOWN).toList() + " ("
                + statuses().size() + "), resets "
                + resets.stream().limit(SHOWN).toList() + " (" + resets.size() + "), GOAWAY " + goAway
                + (probeAnswered ? ", probe answered" : "");
    }
}
