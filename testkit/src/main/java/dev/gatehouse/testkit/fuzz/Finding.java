package dev.gatehouse.testkit.fuzz;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that must not be.
 *
 * @param what has been seen
 * @param seed of the run
 * @param inputs that have been played then: one where it is known which, else all that may be the cause
 * @param seconds from the beginning of the run
 */
public record Finding(String what, long seed, List<Played> inputs, double seconds) {
    private static final int SHOWN_BYTES = 2_048;
    private static final int SHOWN_INPUTS = 16;

    public Finding {
        inputs = List.copyOf(inputs);
    }

    /** An input by its number. */
    public record Played(long number, String kind, String expectation, byte[] bytes) {
        @Override
        public String toString() {
            int shown = Math.min(bytes.length, SHOWN_BYTES);
            return "input %d (%s)%n    expected: %s%n    sent, %d bytes: %s%s"
                    .formatted(
                            number,
                            kind,
                            expectation,
                            bytes.length,
                            HexFormat.of().formatHex(bytes, 0, shown),
                            shown < bytes.length ? "..." : "");
        }
    }

    /** All of it, with how to play it again. */
    @Override
    public String toString() {
        String played = inputs.stream()
                .limit(SHOWN_INPUTS)
                .map(input -> "  " + input + "\n    again: --seed " + seed + " --input " + input.number())
                .collect(Collectors.joining("\n"));
        return "after %.1f s: %s%n%s".formatted(seconds, what, played);
    }
}
