package dev.gatehouse.common.amqp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the properties of a message as the library will read them (AMQP 0-9-1, section 4.2.6.1), and makes nothing of them. What it
 * passes the library reads without an exception. Confined to one thread; used once.
 */
final class HeaderWalk {
    /** How many tables and arrays may be within each other below the header table: as many as the library reads. */
    static final int MAX_NESTING = 32;
    /** How many values the header table may have, those in the tables and arrays within it included. */
    static final int MAX_VALUES = 1000;

    /** Class, weight and size of the body. */
    static final int PROPERTIES_AT = 2 + 2 + 8;
    /** The flag of the header table. */
    static final int HEADERS_FLAG = 1 << 13;

    private static final int FIRST_FLAG = 1 << 15;
    /** Says that more flags follow; AMQP 0-9-1 has no properties for them. */
    private static final int MORE_FLAGS = 1;

    private static final Kind[] KINDS = {
        Kind.TEXT, // content-type
        Kind.TEXT, // content-encoding
        Kind.TABLE, // headers
        Kind.OCTET, // delivery-mode
        Kind.OCTET, // priority
        Kind.TEXT, // correlation-id
        Kind.TEXT, // reply-to
        Kind.TEXT, // expiration
        Kind.TEXT, // message-id
        Kind.TIME, // timestamp
        Kind.TEXT, // type
        Kind.TEXT, // user-id
        Kind.TEXT, // app-id
        Kind.TEXT // cluster-id
    };

    private static final int OCTET_BYTES = 1;
    private static final int SHORT_BYTES = 2;
    private static final int INT_BYTES = 4;
    private static final int LONG_BYTES = 8;
    /** The scale and the digits. */
    private static final int DECIMAL_BYTES = 5;

    private final byte[] payload;
    private final boolean intoTable;
    private int at = PROPERTIES_AT;
    private int values;
    private @Nullable Span table;

    private enum Kind {
        TEXT,
        TABLE,
        OCTET,
        TIME
    }

    /** From the first byte of something to behind the last. */
    record Span(int from, int to) {}

    private HeaderWalk(byte[] payload, boolean intoTable) {
        this.payload = payload;
        this.intoTable = intoTable;
    }

    /**
     * Why a message is not to be read; empty where nothing is wrong with it.
     *
     * @param payload of a frame with a content header of the class {@code basic}
     */
    static Optional<String> flaw(byte[] payload) {
        try {
            new HeaderWalk(payload, true).properties();
            return Optional.empty();
        } catch (Flaw e) {
            return Optional.of(e.text);
        }
    }

    /** Where the header table is, its length included; empty where there is none, or something else than the table has a flaw. */
    static Optional<Span> table(byte[] payload) {
        try {
            HeaderWalk walk = new HeaderWalk(payload, false);
            walk.properties();
            return Optional.ofNullable(walk.table);
        } catch (Flaw e) {
            return Optional.empty();
        }
    }

    private void properties() throws Flaw {
        int flags = number(SHORT_BYTES, payload.length);
        if ((flags & MORE_FLAGS) != 0) {
            throw new Flaw("it has properties that AMQP 0-9-1 does not have");
        }
        int flag = FIRST_FLAG;
        for (Kind kind : KINDS) {
            if ((flags & flag) != 0) {
                property(kind);
            }
            flag >>= 1;
        }
    }

    private void property(Kind kind) throws Flaw {
        switch (kind) {
            case TEXT -> text(payload.length);
            case TABLE -> headers();
            case OCTET -> skip(OCTET_BYTES, payload.length);
            case TIME -> skip(LONG_BYTES, payload.length);
        }
    }

    private void headers() throws Flaw {
        int from = at;
        if (intoTable) {
            table(payload.length, 0);
        } else {
            skip(length(payload.length), payload.length);
        }
        table = new Span(from, at);
    }

    private void table(int end, int depth) throws Flaw {
        int tableEnd = nestedEnd(end, depth);
        while (at < tableEnd) {
            text(tableEnd);
            value(tableEnd, depth + 1);
        }
    }

    private void array(int end, int depth) throws Flaw {
        int arrayEnd = nestedEnd(end, depth);
        while (at < arrayEnd) {
            value(arrayEnd, depth + 1);
        }
    }

    private int nestedEnd(int end, int depth) throws Flaw {
        if (depth > MAX_NESTING) {
            throw new Flaw("its headers are nested over " + MAX_NESTING + " levels deep");
        }
        long length = length(end);
        if (length > end - at) {
            throw new Flaw("a table or an array in its headers is longer than what is around it");
        }
        return at + (int) length;
    }

    private void value(int end, int depth) throws Flaw {
        values++;
        if (values > MAX_VALUES) {
            throw new Flaw("its headers have over " + MAX_VALUES + " values");
        }
        int type = number(OCTET_BYTES, end);
        switch (type) {
            case 'V' -> skip(0, end);
            case 't', 'b', 'B' -> skip(OCTET_BYTES, end);
            case 's', 'u' -> skip(SHORT_BYTES, end);
            case 'I', 'i', 'f' -> skip(INT_BYTES, end);
            case 'D' -> skip(DECIMAL_BYTES, end);
            case 'l', 'd', 'T' -> skip(LONG_BYTES, end);
            case 'S', 'x' -> skip(length(end), end);
            case 'F' -> table(end, depth);
            case 'A' -> array(end, depth);
            default -> throw new Flaw("its headers have a value of the unknown type " + type);
        }
    }

    private void text(int end) throws Flaw {
        skip(number(OCTET_BYTES, end), end);
    }

    private long length(int end) throws Flaw {
        return Integer.toUnsignedLong(number(INT_BYTES, end));
    }

    private int number(int bytes, int end) throws Flaw {
        int from = at;
        skip(bytes, end);
        int number = 0;
        for (int i = from; i < at; i++) {
            number = number << Byte.SIZE | Byte.toUnsignedInt(payload[i]);
        }
        return number;
    }

    private void skip(long bytes, int end) throws Flaw {
        if (bytes > end - at) {
            throw new Flaw("its properties end before their time");
        }
        at += (int) bytes;
    }

    /** Ends the walk. Without a stack trace: whoever can send one such message can send thousands. */
    private static final class Flaw extends Exception {
        private static final long serialVersionUID = 1L;
        private final String text;

        Flaw(String text) {
            super(text, null, false, false);
            this.text = text;
        }
    }
}
