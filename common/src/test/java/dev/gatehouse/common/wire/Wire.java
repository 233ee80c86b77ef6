package dev.gatehouse.common.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that has sent some pieces, and then no more. */
final class Wire {
    private static final Pattern CHUNK = Pattern.compile("([0-9a-f]{8})\r\n(.*)\r\n", Pattern.DOTALL);

    final Http1Reader reader;
    int begun;
    private final Queue<byte[]> pieces = new ArrayDeque<>();

    private Wire(Http1Limits limits) {
        reader = new Http1Reader(this::read, limits, () -> begun++, HeadMemory.UNCOUNTED);
    }

    static Wire of(Http1Limits limits, String... pieces) {
        return of(limits, List.of(pieces));
    }

    static Wire of(Http1Limits limits, List<String> pieces) {
        Wire wire = new Wire(limits);
        pieces.forEach(piece -> wire.pieces.add(piece.getBytes(StandardCharsets.ISO_8859_1)));
        return wire;
    }

    static Wire inPieces(Http1Limits limits, String text, int pieceBytes) {
        Wire wire = new Wire(limits);
        for (int from = 0; from < text.length(); from += pieceBytes) {
            String piece = text.substring(from, Math.min(text.length(), from + pieceBytes));
            wire.pieces.add(piece.getBytes(StandardCharsets.ISO_8859_1));
        }
        return wire;
    }

    String next() {
        return new String(reader.get(), StandardCharsets.ISO_8859_1);
    }

    /** What the reader hands on until the client has sent everything, and why it stops before; of chunks only their data. */
    String all() {
        StringBuilder all = new StringBuilder();
        try {
            while (true) {
                all.append(data(next()));
                reader.request()
                        .violation()
                        .ifPresent(violation -> all.append('!').append(violation));
            }
        } catch (BodyRefusedException e) {
            return all.append('!').append(e.violation()).toString();
        } catch (Over e) {
            return all.toString();
        }
    }

    private static String data(String piece) {
        Matcher chunk = CHUNK.matcher(piece);
        return chunk.matches()
                        && Integer.parseInt(chunk.group(1), 16)
                                == chunk.group(2).length()
                ? chunk.group(2)
                : piece;
    }

    private byte[] read() {
        byte[] piece = pieces.poll();
        if (piece == null) {
            throw new Over();
        }
        return piece;
    }

    /** The client has sent everything. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
