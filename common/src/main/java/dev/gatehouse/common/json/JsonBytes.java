package dev.gatehouse.common.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** What bytes must be before they are looked at as JSON: UTF-8 without a byte order mark (RFC 8259, section 8.1). */
public final class JsonBytes {
    private static final int CHUNK = 1024;
    private static final byte BYTE_ORDER_MARK = (byte) 0xEF;

    private JsonBytes() {}

    /** Whether the bytes are valid UTF-8 and cannot be taken for another encoding, as a JSON parser does that sees a zero byte. */
    public static boolean areUtf8(byte[] bytes) {
        if (areAscii(bytes)) {
            return true;
        }
        if (bytes.length > 0 && bytes[0] == BYTE_ORDER_MARK) {
            return false;
        }
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(CHUNK, bytes.length + 1));
        while (true) {
            var result = decoder.decode(in, out, true);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
            out.clear();
        }
    }

    /** Almost all are. Zero does not count: it is no JSON, and a parser takes it for a wider encoding. */
    private static boolean areAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b <= 0) {
                return false;
            }
        }
        return true;
    }
}
