package dev.gatehouse.gateway.hpack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A dynamic table (RFC 7541, section 2.3.2): the latest fields, in a ring. Index 0 is the latest. Not thread-safe. */
final class DynamicTable {
    private static final int FIRST_FIELDS = 8;

    private final int limitBytes;
    /** Grows with the first fields. */
    private @Nullable HeaderField[] ring = {};

    /** Where the next field goes. */
    private int next;

    private int count;
    private int bytes;
    private int maxBytes;

    /** @param limitBytes what {@link #resize} may set at most; the size to begin with */
    DynamicTable(int limitBytes) {
        this.limitBytes = limitBytes;
        this.maxBytes = limitBytes;
    }

    /** Throws {@link HpackException} if there is no such field. */
    HeaderField get(int index) {
        if (index >= count) {
            throw new HpackException("an index is beyond the dynamic table");
        }
        int at = next - 1 - index;
        HeaderField field = ring[at < 0 ? at + ring.length : at];
        if (field == null) {
            throw new IllegalStateException("no field at index " + index);
        }
        return field;
    }

    /** Makes room for a field, and adds it. A field that is larger than the table only empties it (RFC 7541, section 4.4). */
    void add(HeaderField field) {
        evict(maxBytes - field.bytes());
        if (field.bytes() <= maxBytes) {
            if (count == ring.length) {
                grow();
            }
            ring[next] = field;
            next = next + 1 == ring.length ? 0 : next + 1;
            count++;
            bytes += field.bytes();
        }
    }

    /** There is never more than the limit holds of empty fields. */
    private void grow() {
        @Nullable HeaderField[] larger = new @Nullable HeaderField[Math.max(FIRST_FIELDS, 2 * count)];
        for (int i = 0; i < count; i++) {
            larger[count - 1 - i] = get(i);
        }
        ring = larger;
        next = count;
    }

    void clear() {
        Arrays.fill(ring, null);
        count = 0;
        bytes = 0;
    }

    /** Changes the size. Throws {@link HpackException} if it is over the limit. */
    void resize(int newMaxBytes) {
        if (newMaxBytes > limitBytes) {
            throw new HpackException("the dynamic table is set to more than its limit");
        }
        maxBytes = newMaxBytes;
        evict(maxBytes);
    }

    int count() {
        return count;
    }

    int bytes() {
        return bytes;
    }

    /** Drops the oldest fields until the rest is small enough, or nothing is left. */
    private void evict(int allowedBytes) {
        while (bytes > allowedBytes && count > 0) {
            int oldest = next - count;
            int at = oldest < 0 ? oldest + ring.length : oldest;
            HeaderField field = ring[at];
            if (field != null) {
                bytes -= field.bytes();
            }
            ring[at] = null;
            count--;
        }
    }
}
