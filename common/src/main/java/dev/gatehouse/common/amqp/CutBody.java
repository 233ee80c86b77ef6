package dev.gatehouse.common.amqp;

import java.util.Arrays;

/** A body that comes in, frame after frame, and of which only the beginning is wanted. Confined to one thread. */
final class CutBody {
    /** What is still to come; unsigned, as on the wire. */
    private long toCome;

    private int toKeep;

    CutBody(long bytes, int kept) {
        this.toCome = bytes;
        this.toKeep = kept;
    }

    /** What is wanted of its next bytes: themselves, their beginning, or nothing. */
    byte[] wanted(byte[] next) {
        toCome = Long.compareUnsigned(toCome, next.length) > 0 ? toCome - next.length : 0;
        int wanted = Math.min(toKeep, next.length);
        toKeep -= wanted;
        return wanted == next.length ? next : Arrays.copyOf(next, wanted);
    }

    boolean isOver() {
        return toCome == 0;
    }
}
