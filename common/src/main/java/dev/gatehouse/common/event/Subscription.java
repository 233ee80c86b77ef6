package dev.gatehouse.common.event;

import java.util.List;
import java.util.regex.Pattern;

/** Which events somebody wants, and who gets them. */
public sealed interface Subscription {
    Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,199}");
    Pattern TYPES = Pattern.compile("([a-z0-9_]++|[*#])(?:\\.(?:[a-z0-9_]++|[*#]))*+");

    /** For the log and thread names; the name of the queue where it has one. */
    String name();

    /** Types of events, or patterns of them: {@code *} stands for one word and {@code #} for any number. */
    List<String> types();

    private static void check(String name, List<String> types) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a subscription: " + name);
        }
        if (types.isEmpty()
                || !types.stream().allMatch(type -> TYPES.matcher(type).matches())) {
            throw new IllegalArgumentException("not types of events: " + types);
        }
    }

    /**
     * Every process gets every event while it is connected, and misses what happens while it is not. An event whose handler fails is
     * tried again in its place, and dropped in the end.
     */
    record EachProcess(String name, List<String> types) implements Subscription {
        public EachProcess {
            check(name, types);
            types = List.copyOf(types);
        }
    }

    /**
     * All instances of a service share a durable queue, which keeps what happens while none is there. One instance works at a time and
     * the others stand by. An event whose handler fails is tried again later, out of its place, and becomes a dead letter in the end.
     * All instances must ask for the same.
     *
     * @param name the name of the queue, such as {@code core.mail.events.v1}
     * @param lanes how many events are worked on at a time. With one, all keep their order; with more, those of one subject do.
     * @param maxWaiting over this many events in the queue the oldest becomes a dead letter
     * @param maxDeadLetters over this many dead letters the oldest is dropped
     */
    record Shared(String name, List<String> types, int lanes, int maxWaiting, int maxDeadLetters)
            implements Subscription {
        public static final int DEFAULT_MAX_WAITING = 1_000_000;
        public static final int DEFAULT_MAX_DEAD_LETTERS = 10_000;
        private static final int MAX_LANES = 256;

        public Shared {
            check(name, types);
            types = List.copyOf(types);
            if (lanes < 1 || lanes > MAX_LANES || maxWaiting < 1 || maxDeadLetters < 1) {
                throw new IllegalArgumentException("lanes are 1 to " + MAX_LANES + ", the other bounds at least 1");
            }
        }

        /** One event at a time, with the bounds by default. */
        public static Shared inOrder(String name, List<String> types) {
            return new Shared(name, types, 1, DEFAULT_MAX_WAITING, DEFAULT_MAX_DEAD_LETTERS);
        }
    }
}
