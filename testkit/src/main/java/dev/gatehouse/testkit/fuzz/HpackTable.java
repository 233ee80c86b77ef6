package dev.gatehouse.testkit.fuzz;

import java.util.ArrayList;
import java.util.List;

/** The tables of one end of HPACK (RFC 7541, section 2.3): the static one, and a dynamic one. Not thread-safe. */
final class HpackTable {
    static final int DEFAULT_BYTES = 4_096;
    static final int STATIC_FIELDS = 61;

    private static final int FIELD_OVERHEAD = 32;
    private static final List<Field> STATIC = fields("""
            :authority;:method=GET;:method=POST;:path=/;:path=/index.html;:scheme=http;:scheme=https;:status=200;:status=204;\
            :status=206;:status=304;:status=400;:status=404;:status=500;accept-charset;accept-encoding=gzip, deflate;\
            accept-language;accept-ranges;accept;access-control-allow-origin;age;allow;authorization;cache-control;\
            content-disposition;content-encoding;content-language;content-length;content-location;content-range;content-type;\
            cookie;date;etag;expect;expires;from;host;if-match;if-modified-since;if-none-match;if-range;if-unmodified-since;\
            last-modified;link;location;max-forwards;proxy-authenticate;proxy-authorization;range;referer;refresh;retry-after;\
            server;set-cookie;strict-transport-security;transfer-encoding;user-agent;vary;via;www-authenticate""");

    private final List<Field> fields = new ArrayList<>();
    private int bytes;
    private int maxBytes = DEFAULT_BYTES;

    /** A header field. */
    record Field(String name, String value) {
        /** As the table counts it. */
        int bytes() {
            return name.length() + value.length() + FIELD_OVERHEAD;
        }
    }

    private static List<Field> fields(String text) {
        List<Field> fields = new ArrayList<>();
        for (String field : text.split(";", -1)) {
            int equals = field.indexOf('=');
            fields.add(
                    equals < 0
                            ? new Field(field, "")
                            : new Field(field.substring(0, equals), field.substring(equals + 1)));
        }
        return List.copyOf(fields);
    }

    /** Throws {@link IllegalArgumentException} if there is no such field. */
    Field get(int index) {
        if (index < 1 || index > STATIC_FIELDS + fields.size()) {
            throw new IllegalArgumentException("the index " + index + " is in no table");
        }
        return index <= STATIC_FIELDS ? STATIC.get(index - 1) : fields.get(index - STATIC_FIELDS - 1);
    }

    /** The index of a field; 0 if there is none. */
    int indexOf(Field field) {
        int index = STATIC.indexOf(field) + 1;
        return index > 0 || !fields.contains(field) ? index : STATIC_FIELDS + 1 + fields.indexOf(field);
    }

    /** An index of a name; 0 if there is none. */
    int indexOf(String name) {
        for (int index = 1; index <= STATIC_FIELDS + fields.size(); index++) {
            if (get(index).name().equals(name)) {
                return index;
            }
        }
        return 0;
    }

    void add(Field field) {
        evict(maxBytes - field.bytes());
        if (field.bytes() <= maxBytes) {
            fields.addFirst(field);
            bytes += field.bytes();
        }
    }

    void resize(int newMaxBytes) {
        maxBytes = newMaxBytes;
        evict(maxBytes);
    }

    int maxBytes() {
        return maxBytes;
    }

    int size() {
        return fields.size();
    }

    private void evict(int allowed) {
        while (bytes > allowed && !fields.isEmpty()) {
            bytes -= fields.removeLast().bytes();
        }
    }
}
