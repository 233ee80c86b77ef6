package dev.gatehouse.common.wire;

/** The grammar of HTTP (RFC 9110, RFC 9112), byte by byte. Stateless. */
public final class HttpSyntax {
    private static final int TOKEN = 1;
    private static final int VALUE = 2;
    private static final int TARGET = 4;
    private static final int HOST = 8;
    private static final int LOWER_TOKEN = 16;
    private static final byte[] KINDS = kinds();
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    private HttpSyntax() {}

    /** Whether bytes are a token (RFC 9110, section 5.6.2), as methods and field names are. */
    static boolean isToken(byte[] bytes, int from, int to) {
        return from < to && areAll(TOKEN, bytes, from, to);
    }

    /** Whether a text is the name of a field over HTTP/2: a token without capitals (RFC 9113, section 8.2.1). */
    public static boolean isLowerCaseToken(String text) {
        return !text.isEmpty() && areAll(LOWER_TOKEN, text);
    }

    /** Whether a text is a token (RFC 9110, section 5.6.2). */
    public static boolean isToken(String text) {
        return !text.isEmpty() && areAll(TOKEN, text);
    }

    /** Whether bytes can be a field's value (RFC 9110, section 5.5); white space around it is not looked at. */
    static boolean isFieldValue(byte[] bytes, int from, int to) {
        int at = Ascii.skipPrintable(bytes, from, to);
        while (at < to && (KINDS[bytes[at] & 0xff] & VALUE) != 0) {
            at = Ascii.skipPrintable(bytes, at + 1, to);
        }
        return at >= to;
    }

    /** Whether a text is a field's value over HTTP/2, where no white space may be around it (RFC 9113, section 8.2.1). */
    public static boolean isFieldValue(String text) {
        return areAll(VALUE, text)
                && (text.isEmpty() || (!isBlank(text.charAt(0)) && !isBlank(text.charAt(text.length() - 1))));
    }

    /** Whether bytes can be a request's target: no control characters, blanks, fragments, or bytes beyond ASCII. */
    static boolean isTarget(byte[] bytes, int from, int to) {
        return from < to && areAll(TARGET, bytes, from, to);
    }

    /** Whether a text can be a path with a query; as {@link #isTarget(byte[], int, int)}. */
    public static boolean isTarget(String text) {
        return !text.isEmpty() && areAll(TARGET, text);
    }

    /** Whether a text is a host with or without a port, as {@code Host} and {@code :authority} have it (RFC 9110, section 7.2); may be empty. */
    public static boolean isHost(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && isAddress(text.substring(1, end)) && isPort(text.substring(end + 1));
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        return areAll(HOST, name) && !hasEmptyLabel(name) && isPort(colon < 0 ? "" : text.substring(colon));
    }

    static boolean isTokenCharacter(byte c) {
        return (KINDS[c & 0xff] & TOKEN) != 0;
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    /** The value of a hexadecimal digit; negative for any other byte. */
    static int hexDigit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** A trailing dot is the root's, and an empty name is that of a target without an authority. */
    private static boolean hasEmptyLabel(String name) {
        return name.startsWith(".") || name.contains("..");
    }

    private static boolean isAddress(String text) {
        boolean colon = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            colon |= c == ':';
            if (hexDigit(c) < 0 && c != ':' && c != '.') {
                return false;
            }
        }
        return colon;
    }

    /** Nothing, or a colon and a number; after the colon there may be none. */
    private static boolean isPort(String text) {
        if (text.isEmpty()) {
            return true;
        }
        if (text.charAt(0) != ':' || text.length() > 1 + MAX_PORT_DIGITS) {
            return false;
        }
        int port = 0;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = 10 * port + c - '0';
        }
        return port <= MAX_PORT;
    }

    private static boolean areAll(int kind, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((KINDS[bytes[i] & 0xff] & kind) == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean areAll(int kind, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || (KINDS[c] & kind) == 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int c = 0; c < kinds.length; c++) {
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            boolean capital = c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            boolean visible = c > ' ' && c < 0x7f;
            int kind = 0;
            if (letter || digit || (c < 0x80 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0)) {
                kind |= capital ? TOKEN : TOKEN | LOWER_TOKEN;
            }
            if (visible || c >= 0x80 || isBlank(c)) {
                kind |= VALUE;
            }
            if (visible && c != '#') {
                kind |= TARGET;
            }
            if (letter || digit || (c < 0x80 && "-._~!$&'()*+,;=%".indexOf(c) >= 0)) {
                kind |= HOST;
            }
            kinds[c] = (byte) kind;
        }
        return kinds;
    }
}
