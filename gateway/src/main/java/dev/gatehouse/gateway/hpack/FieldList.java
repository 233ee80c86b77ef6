package dev.gatehouse.gateway.hpack;

import java.util.ArrayList;
import java.util.List;

/** The fields of one block, as far as they are within the limits. Not thread-safe. */
final class FieldList {
    private final HpackLimits limits;
    private final List<HeaderField> fields = new ArrayList<>();
    private int bytes;
    private boolean tooLarge;

    FieldList(HpackLimits limits) {
        this.limits = limits;
    }

    /** Keeps a field if the list is still within the limits with it, and no more fields otherwise. */
    void add(HeaderField field) {
        if (tooLarge || fields.size() == limits.fields() || field.bytes() > limits.listBytes() - bytes) {
            tooLarge = true;
            return;
        }
        bytes += field.bytes();
        fields.add(field);
    }

    /** A field has been skipped: from now on none is kept. */
    void skipped() {
        tooLarge = true;
    }

    HeaderBlock block() {
        return tooLarge ? new HeaderBlock.TooLarge(fields) : new HeaderBlock.Complete(fields);
    }
}
