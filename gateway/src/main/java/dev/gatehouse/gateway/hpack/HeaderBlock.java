package dev.gatehouse.gateway.hpack;

import java.util.List;

/** What a header block decodes to. Either way the dynamic table is right, and the next block can be decoded. Immutable. */
public sealed interface HeaderBlock {
    /**
     * All of it.
     *
     * @param fields in the order of the block
     */
    record Complete(List<HeaderField> fields) implements HeaderBlock {
        public Complete {
            fields = List.copyOf(fields);
        }
    }

    /**
     * More than {@link HpackLimits} allow. The request can be refused, and the connection can go on.
     *
     * @param first the fields before the one that is over the limits, in the order of the block
     */
    record TooLarge(List<HeaderField> first) implements HeaderBlock {
        public TooLarge {
            first = List.copyOf(first);
        }
    }
}
