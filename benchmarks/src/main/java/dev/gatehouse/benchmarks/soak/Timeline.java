package dev.gatehouse.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When there were faults, and when clients felt them.
 *
 * @param beginNanos of the load
 * @param faults in their order
 * @param calmNanos when all was to be well again
 * @param failures the answers that told of a fault
 */
record Timeline(long beginNanos, List<InjectedFault> faults, long calmNanos, List<Answer> failures) {
    /** A fault's effects, which may last beyond its end. */
    private static final Duration AFTERMATH = Duration.ofSeconds(5);

    /**
     * What a fault did.
     *
     * @param atSeconds since the load began
     * @param takenSeconds until what was stopped had been started again
     * @param failures requests that were answered with a failure from then to the next fault
     * @param healedSeconds from the fault's begin to when the last of these was answered
     */
    record Felt(String fault, double atSeconds, double takenSeconds, long failures, double healedSeconds) {}

    List<Felt> felt() {
        List<Felt> felt = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            InjectedFault fault = faults.get(i);
            long until = i + 1 < faults.size() ? faults.get(i + 1).beginNanos() : Long.MAX_VALUE;
            List<Answer> its = failures.stream()
                    .filter(answer -> answer.answeredNanos() >= fault.beginNanos() && answer.answeredNanos() < until)
                    .toList();
            long last = its.stream().mapToLong(Answer::answeredNanos).max().orElse(fault.beginNanos());
            felt.add(new Felt(
                    fault.fault().title(),
                    seconds(fault.beginNanos() - beginNanos),
                    seconds(fault.endNanos() - fault.beginNanos()),
                    its.size(),
                    seconds(last - fault.beginNanos())));
        }
        return felt;
    }

    /** Holds that nobody felt anything any more once all was to be well. */
    void checkHealed(Violations violations) {
        for (Answer answer : failures) {
            violations.require(answer.sentNanos() < calmNanos, Rule.HEALED, at(answer.answeredNanos()) + ": " + answer);
        }
    }

    /** Whether there was a fault, or what it left behind, at any time between the two. */
    boolean isDisturbed(long fromNanos, long toNanos) {
        return faults.stream()
                .anyMatch(
                        fault -> fault.beginNanos() <= toNanos && fromNanos <= fault.endNanos() + AFTERMATH.toNanos());
    }

    /** When something was, in seconds since the load began. */
    String at(long nanos) {
        return "at %.1f s".formatted(seconds(nanos - beginNanos));
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / 1e8) / 10.0;
    }
}
