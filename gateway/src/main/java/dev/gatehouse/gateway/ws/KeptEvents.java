package dev.gatehouse.gateway.ws;

import dev.gatehouse.gateway.push.Push;
import java.util.ArrayDeque;

/** The latest events of one stream, numbered from 1, bounded in number and bytes. Confined to the stream's lock. */
final class KeptEvents {
    private final int maxEvents;
    private final int maxBytes;
    private final ArrayDeque<Push> latest = new ArrayDeque<>(1);
    private int bytes;
    private long lastSeq;
    /** Whoever has got no later event than this may have missed something that nobody has. */
    private long gapAfter = -1;

    /** Hears events with their numbers. */
    interface Reader {
        void event(long seq, Push push);
    }

    KeptEvents(int maxEvents, int maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** Numbers an event and keeps it, in the place of the oldest where there are too many. */
    long add(Push push) {
        latest.add(push);
        bytes += push.tail().length;
        while (latest.size() > maxEvents || (bytes > maxBytes && latest.size() > 1)) {
            bytes -= latest.remove().tail().length;
        }
        lastSeq++;
        return lastSeq;
    }

    /** Pushes may have been lost before they came here. */
    void gap() {
        gapAfter = lastSeq;
        forget();
    }

    void forget() {
        latest.clear();
        bytes = 0;
    }

    long lastSeq() {
        return lastSeq;
    }

    /** Whether everything is there that has come after an event. */
    boolean hasAllAfter(long seq) {
        return seq <= lastSeq && seq >= lastSeq - latest.size() && seq > gapAfter;
    }

    void after(long seq, Reader reader) {
        long number = lastSeq - latest.size();
        for (Push push : latest) {
            number++;
            if (number > seq) {
                reader.event(number, push);
            }
        }
    }
}
