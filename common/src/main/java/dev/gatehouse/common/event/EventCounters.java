package dev.gatehouse.common.event;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a subscriber does. Thread-safe. */
final class EventCounters {
    final LongAdder received = new LongAdder();
    final LongAdder handled = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder deadLettered = new LongAdder();

    EventCounts counts() {
        return new EventCounts(received.sum(), handled.sum(), duplicates.sum(), retried.sum(), deadLettered.sum());
    }
}
