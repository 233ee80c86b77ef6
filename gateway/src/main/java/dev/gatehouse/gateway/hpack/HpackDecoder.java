package dev.gatehouse.gateway.hpack;

/**
 * Decodes the header blocks that one end of a connection sends (RFC 7541), each as a whole: the payloads of {@code HEADERS} and
 * {@code CONTINUATION} frames without padding and priority, one after the other. The caller bounds the size of a block; time and memory are linear
 * in it, and what a block makes is bounded by {@link HpackLimits} while it is decoded. Not thread-safe.
 */
public final class HpackDecoder {
    private static final int INDEXED = 0x80;
    private static final int INDEXING = 0x40;
    private static final int TABLE_UPDATE = 0x20;
    private static final int TABLE_UPDATE_MASK = 0xe0;
    private static final int NEVER_INDEXED = 0x10;

    private final HpackLimits limits;
    private final HpackReader in;
    private final DynamicTable table;

    /** A decoder with an empty table. */
    public HpackDecoder(HpackLimits limits) {
        this.limits = limits;
        this.in = new HpackReader(limits.stringBytes());
        this.table = new DynamicTable(limits.tableBytes());
    }

    /**
     * Decodes the next block of the connection.
     *
     * @param bytes contains the block; not kept
     * @param from its first octet
     * @param to one after its last octet
     * @throws HpackException if it is malformed; the decoder cannot be used any more
     */
    public HeaderBlock decode(byte[] bytes, int from, int to) {
        FieldList list = new FieldList(limits);
        in.begin(bytes, from, to);
        updateTable();
        while (in.hasMore()) {
            decodeField(in.octet(), list);
        }
        in.end();
        return list.block();
    }

    /** Takes over what a block does to the table, and skips the rest without looking for errors in it. For blocks of one's own. */
    void follow(byte[] bytes, int from, int to) {
        in.begin(bytes, from, to);
        updateTable();
        while (in.hasMore()) {
            followField(in.octet());
        }
        in.end();
    }

    /** The updates that a block begins with. */
    private void updateTable() {
        for (int updates = 0; in.hasMore() && (in.peek() & TABLE_UPDATE_MASK) == TABLE_UPDATE; updates++) {
            if (updates == limits.tableUpdates()) {
                throw new HpackException("the block has too many dynamic table size updates");
            }
            table.resize(in.integer(in.octet(), 5));
        }
    }

    private void decodeField(int first, FieldList list) {
        if (first >= INDEXED) {
            list.add(field(in.integer(first, 7)));
        } else if (first >= INDEXING) {
            HeaderField field = literal(in.integer(first, 6), false);
            if (in.hasSkippedString()) {
                list.skipped();
                // The string alone is larger than the table.
                table.clear();
            } else {
                list.add(field);
                table.add(field);
            }
        } else if (first >= TABLE_UPDATE) {
            throw new HpackException("a dynamic table size update comes after a field");
        } else {
            HeaderField field = literal(in.integer(first, 4), first >= NEVER_INDEXED);
            if (in.hasSkippedString()) {
                list.skipped();
            } else {
                list.add(field);
            }
        }
    }

    private void followField(int first) {
        if (first >= INDEXED) {
            var _ = in.integer(first, 7);
        } else if (first >= INDEXING) {
            table.add(literal(in.integer(first, 6), false));
        } else {
            if (in.integer(first, 4) == 0) {
                in.skipString();
            }
            in.skipString();
        }
    }

    private HeaderField literal(int nameIndex, boolean neverIndexed) {
        String name = nameIndex == 0 ? in.string() : field(nameIndex).name();
        return new HeaderField(name, in.string(), neverIndexed);
    }

    private HeaderField field(int index) {
        if (index == 0) {
            throw new HpackException("an index is 0");
        }
        return index <= StaticTable.SIZE ? StaticTable.get(index) : table.get(index - StaticTable.SIZE - 1);
    }
}
