package dev.gatehouse.gateway.http;

import dev.gatehouse.gateway.hpack.HeaderBlock;
import dev.gatehouse.gateway.hpack.HpackDecoder;
import dev.gatehouse.gateway.hpack.HpackLimits;
import dev.gatehouse.gateway.http.RawHttp2Client.Received;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a server says on a connection. Not thread-safe. */
final class Http2Heard {
    private final RawHttp2Client client;
    private final HpackDecoder decoder = new HpackDecoder(new HpackLimits(65_536, 1_000, 65_536, 4_096, 2));
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private final List<Long> answeredPings = new ArrayList<>();
    private int acknowledgedSettings;
    private boolean closed;
    /** Frames that came before {@link #forget}. */
    private int forgotten;

    Http2Heard(RawHttp2Client client) {
        this.client = client;
    }

    /** Reads a frame, or the end of the connection. */
    void next() throws IOException {
        try {
            take(client.read());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            closed = true;
        }
    }

    private void take(Received frame) {
        switch (frame.type()) {
            case RawHttp2Client.HEADERS -> {
                statuses.putIfAbsent(frame.stream(), status(frame.payload()));
                end(frame);
            }
            case RawHttp2Client.DATA -> end(frame);
            case RawHttp2Client.RST_STREAM -> ended.add(frame.stream());
            case RawHttp2Client.SETTINGS -> acknowledgedSettings += isAck(frame) ? 1 : 0;
            case RawHttp2Client.PING -> answeredPings.add(isAck(frame) ? frame.octets() : -1);
            default -> {
                // It is looked at when it is asked for.
            }
        }
    }

    private int status(byte[] block) {
        return switch (decoder.decode(block, 0, block.length)) {
            case HeaderBlock.Complete complete ->
                Integer.parseInt(complete.fields().getFirst().value());
            case HeaderBlock.TooLarge tooLarge -> throw new AssertionError(tooLarge);
        };
    }

    private void end(Received frame) {
        if ((frame.flags() & RawHttp2Client.END_STREAM) != 0) {
            ended.add(frame.stream());
        }
    }

    private static boolean isAck(Received frame) {
        return (frame.flags() & RawHttp2Client.ACK) != 0;
    }

    /** Forgets the frames that have come, as far as endings look at them. */
    void forget() {
        forgotten = client.received().size();
    }

    boolean isClosed() {
        return closed;
    }

    boolean hasEnded(int stream) {
        return ended.contains(stream);
    }

    /** Whether anything has come since {@link #forget}. */
    boolean isNews() {
        return client.received().size() > forgotten;
    }

    int acknowledgedSettings() {
        return acknowledgedSettings;
    }

    /** Payloads, in the order of the answers; -1 for a PING of the server. */
    List<Long> answeredPings() {
        return answeredPings;
    }

    boolean beginsWithSettings() {
        return !client.received().isEmpty()
                && client.received().getFirst().type() == RawHttp2Client.SETTINGS
                && !isAck(client.received().getFirst());
    }

    /** The status of the answer on a stream; 0 while there is none. */
    int status(int stream) {
        return statuses.getOrDefault(stream, 0);
    }

    boolean hasConnectionError(String code) {
        return recent(RawHttp2Client.GOAWAY, 0).stream().anyMatch(frame -> isCode(frame.number(4), code));
    }

    boolean hasStreamError(String code, int stream) {
        return recent(RawHttp2Client.RST_STREAM, stream).stream().anyMatch(frame -> isCode(frame.number(0), code));
    }

    /** Frames of a type on a stream. */
    List<Received> recent(int type, int stream) {
        return client.received().subList(forgotten, client.received().size()).stream()
                .filter(frame -> frame.type() == type && frame.stream() == stream)
                .toList();
    }

    private static boolean isCode(int code, String name) {
        return code >= 0
                && code < Http2Ending.CODES.size()
                && Http2Ending.CODES.get(code).equals(name);
    }

    @Override
    public String toString() {
        List<String> frames = new ArrayList<>();
        client.received().forEach(frame -> frames.add(text(frame)));
        if (closed) {
            frames.add("the end");
        }
        return String.join(", ", frames);
    }

    private String text(Received frame) {
        String type = FrameText.typeName(frame.type());
        return switch (frame.type()) {
            case RawHttp2Client.HEADERS -> type + " " + frame.stream() + " (" + status(frame.stream()) + ")";
            case RawHttp2Client.RST_STREAM -> type + " " + frame.stream() + " (" + frame.number(0) + ")";
            case RawHttp2Client.GOAWAY -> type + " (" + frame.number(4) + ")";
            case RawHttp2Client.SETTINGS, RawHttp2Client.PING -> type + (isAck(frame) ? " ACK" : "");
            default -> type + " " + frame.stream();
        };
    }
}
