package dev.gatehouse.gateway.security;

import java.util.List;

/** What the {@code Authorization} headers of a request hold (RFC 6750, section 2.1). */
public sealed interface BearerHeader {
    /** No header at all. */
    record Absent() implements BearerHeader {
        private static final Absent INSTANCE = new Absent();
    }

    /** Something that is not one bearer token. */
    record Malformed() implements BearerHeader {
        private static final Malformed INSTANCE = new Malformed();
    }

    /** One token, not looked at any further. */
    record Token(String value) implements BearerHeader {
        /** Never the token. */
        @Override
        public String toString() {
            return "Token[***]";
        }
    }

    /** The longest token that is looked at. */
    int MAX_TOKEN_LENGTH = 8 * 1024;

    static BearerHeader parse(List<String> headers) {
        if (headers.isEmpty()) {
            return Absent.INSTANCE;
        }
        String header = headers.getFirst();
        if (headers.size() > 1 || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Malformed.INSTANCE;
        }
        String token = header.substring(7).strip();
        return isToken(token) ? new Token(token) : Malformed.INSTANCE;
    }

    /** b64token of RFC 6750. */
    private static boolean isToken(String text) {
        if (text.isEmpty() || text.length() > MAX_TOKEN_LENGTH) {
            return false;
        }
        int padding = text.length();
        while (padding > 0 && text.charAt(padding - 1) == '=') {
            padding--;
        }
        for (int i = 0; i < padding; i++) {
            char c = text.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~+/".indexOf(c) >= 0;
            if (!allowed) {
                return false;
            }
        }
        return padding > 0;
    }
}
