package dev.gatehouse.gateway.hpack;

/**
 * What a header block may contain. The bounds hold while a block is decoded: what is over them is not kept. Immutable.
 *
 * @param listBytes size of the list of fields: name, value and 32 for each field (RFC 9113, section 6.5.2)
 * @param fields number of fields
 * @param stringBytes length of one name or value after Huffman decoding; at least {@code tableBytes}, so that a string over it is in no table
 * @param tableBytes size of the dynamic table, as announced in {@code SETTINGS_HEADER_TABLE_SIZE}
 * @param tableUpdates dynamic table size updates at the beginning of one block; an encoder needs two at most (RFC 7541, section 4.2)
 */
public record HpackLimits(int listBytes, int fields, int stringBytes, int tableBytes, int tableUpdates) {
    /** The size of the dynamic table unless another one is announced (RFC 9113, section 6.5.2). */
    public static final int DEFAULT_TABLE_BYTES = 4_096;

    public static final int DEFAULT_TABLE_UPDATES = 2;

    /** Refuses negative bounds, and strings that are shorter than the table. */
    public HpackLimits {
        if (listBytes < 0 || fields < 0 || tableBytes < 0 || tableUpdates < 0) {
            throw new IllegalArgumentException("a limit is negative");
        }
        if (stringBytes < tableBytes) {
            throw new IllegalArgumentException("stringBytes " + stringBytes + " is less than tableBytes " + tableBytes);
        }
    }
}
