package dev.gatehouse.gateway.hpack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The static table (RFC 7541, appendix A). Its indices begin at 1. */
final class StaticTable {
    private static final List<HeaderField> FIELDS = fields("""
            :authority
            :method GET
            :method POST
            :path /
            :path /index.html
            :scheme http
            :scheme https
            :status 200
            :status 204
            :status 206
            :status 304
            :status 400
            :status 404
            :status 500
            accept-charset
            accept-encoding gzip, deflate
            accept-language
            accept-ranges
            accept
            access-control-allow-origin
            age
            allow
            authorization
            cache-control
            content-disposition
            content-encoding
            content-language
            content-length
            content-location
            content-range
            content-type
            cookie
            date
            etag
            expect
            expires
            from
            host
            if-match
            if-modified-since
            if-none-match
            if-range
            if-unmodified-since
            last-modified
            link
            location
            max-forwards
            proxy-authenticate
            proxy-authorization
            range
            referer
            refresh
            retry-after
            server
            set-cookie
            strict-transport-security
            transfer-encoding
            user-agent
            vary
            via
            www-authenticate
            """);

    static final int SIZE = FIELDS.size();

    /** The first index of each name. Not an unmodifiable map: those take longer to find something. */
    private static final Map<String, Integer> INDICES = indices();

    private StaticTable() {}

    /** @param index from 1 to {@link #SIZE} */
    static HeaderField get(int index) {
        return FIELDS.get(index - 1);
    }

    /** An index of a name; 0 if there is none. */
    static int indexOf(String name) {
        return INDICES.getOrDefault(name, 0);
    }

    /**
     * The index of a name and value; 0 if there is none.
     *
     * @param nameIndex the index of the name
     */
    static int indexOf(int nameIndex, String name, String value) {
        for (int index = nameIndex; index <= SIZE && get(index).name().equals(name); index++) {
            if (get(index).value().equals(value)) {
                return index;
            }
        }
        return 0;
    }

    private static List<HeaderField> fields(String lines) {
        List<HeaderField> fields = new ArrayList<>();
        lines.lines().forEach(line -> {
            int space = line.indexOf(' ');
            fields.add(
                    space < 0
                            ? new HeaderField(line, "")
                            : new HeaderField(line.substring(0, space), line.substring(space + 1)));
        });
        return List.copyOf(fields);
    }

    private static Map<String, Integer> indices() {
        Map<String, Integer> indices = new HashMap<>();
        for (int index = SIZE; index >= 1; index--) {
            indices.put(get(index).name(), index);
        }
        return indices;
    }
}
