package dev.gatehouse.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A frame as a case of the conformance table writes it; the table's head explains the notation.
 *
 * @param type as on the wire
 * @param flags as on the wire
 * @param stream with the reserved bit
 * @param payload all of it
 */
record FrameText(int type, int flags, int stream, byte[] payload) {
    private static final Map<String, Integer> TYPES = Map.of(
            "DATA",
            0,
            "HEADERS",
            1,
            "PRIORITY",
            2,
            "RST_STREAM",
            3,
            "SETTINGS",
            4,
            "PUSH_PROMISE",
            5,
            "PING",
            6,
            "GOAWAY",
            7,
            "WINDOW_UPDATE",
            8,
            "CONTINUATION",
            9);
    private static final Map<String, Integer> FLAGS =
            Map.of("END_STREAM", 1, "ACK", 1, "END_HEADERS", 4, "PADDED", 8, "PRIORITY", 0x20);
    private static final Map<String, Integer> SETTINGS = Map.of(
            "HEADER_TABLE_SIZE", 1,
            "ENABLE_PUSH", 2,
            "MAX_CONCURRENT_STREAMS", 3,
            "INITIAL_WINDOW_SIZE", 4,
            "MAX_FRAME_SIZE", 5,
            "MAX_HEADER_LIST_SIZE", 6);
    private static final Pattern PIECE =
            Pattern.compile("'([^']*)'(?:\\*(\\d+))?|\\{([^}]*)}|\\[([^]=]+)=([^]]+)]|(\\S+)");
    private static final Pattern REPEATED = Pattern.compile("(.)\\*(\\d+)");

    static FrameText parse(String text) {
        String[] parts = text.split(" ", 3);
        String[] kind = parts[0].split("\\+", -1);
        int flags = 0;
        for (int i = 1; i < kind.length; i++) {
            flags |= number(kind[i], FLAGS);
        }
        return new FrameText(
                type(kind[0]), flags, number(parts[1], Map.of()), payload(parts.length < 3 ? "" : parts[2]));
    }

    /** A type by its name or number. */
    static int type(String text) {
        return number(text, TYPES);
    }

    static String typeName(int type) {
        return TYPES.entrySet().stream()
                .filter(known -> known.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("type " + type);
    }

    static byte[] payload(String text) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        List<MatchResult> pieces = PIECE.matcher(text).results().toList();
        pieces.forEach(piece -> payload.writeBytes(piece(piece)));
        return payload.toByteArray();
    }

    private static byte[] piece(MatchResult piece) {
        if (piece.group(1) != null) {
            int times = piece.group(2) == null ? 1 : Integer.parseInt(piece.group(2));
            return piece.group(1).repeat(times).getBytes(StandardCharsets.US_ASCII);
        }
        if (piece.group(3) != null) {
            return fields(piece.group(3));
        }
        if (piece.group(4) != null) {
            int id = number(piece.group(4), SETTINGS);
            ByteArrayOutputStream setting = new ByteArrayOutputStream();
            setting.write(id >>> 8);
            setting.write(id);
            setting.writeBytes(RawHttp2Client.number(number(piece.group(5), Map.of())));
            return setting.toByteArray();
        }
        String word = piece.group(6);
        return word.startsWith("#")
                ? RawHttp2Client.number(number(word.substring(1), Map.of()))
                : HexFormat.of().parseHex(word.substring("0x".length()));
    }

    private static byte[] fields(String text) {
        if (text.startsWith("GET ")) {
            return RawHttp2Client.block("GET", text.substring("GET ".length()));
        }
        if (text.startsWith("POST ")) {
            return RawHttp2Client.block("POST", text.substring("POST ".length()), "content-type", "application/json");
        }
        boolean indexed = text.startsWith("+");
        int equals = text.indexOf('=');
        String value = text.substring(equals + 1);
        Matcher repeated = REPEATED.matcher(value);
        if (repeated.matches()) {
            value = repeated.group(1).repeat(Integer.parseInt(repeated.group(2)));
        }
        return RawHttp2Client.field(text.substring(indexed ? 1 : 0, equals), value, indexed);
    }

    private static int number(String text, Map<String, Integer> names) {
        Integer known = names.get(text);
        return known != null ? known : (int) (long) Long.decode(text);
    }
}
