package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.Footprint;
import java.util.List;
import java.util.Map;

/**
 * What a soak has shown.
 *
 * @param requests by kind
 * @param echoesTwice those executed twice, since the broker delivered them again
 * @param violations by rule
 */
record SoakReport(
        long seed,
        long seconds,
        Map<Kind, AnswerTally.Figures> requests,
        List<Timeline.Felt> faults,
        int accounts,
        int sessions,
        EventCollector.Counts events,
        long echoesTwice,
        RevocationAudit refusedAfterMillis,
        Footprint gatewayAtStart,
        Footprint gatewayAtEnd,
        Map<String, Violations.Broken> violations) {
    private static final long MIB = 1 << 20;
    private static final int SHOWN = 5;

    boolean isPassed() {
        return violations.isEmpty();
    }

    /** The tables, in Markdown, and what does not hold. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("\n%d s of faults, seed %d%n".formatted(seconds, seed));
        text.append("\n| request | number | p50 ms | p99 ms | max ms | answers |\n|---|---:|---:|---:|---:|---|\n");
        requests.forEach((kind, figures) -> text.append("| %s | %d | %s | %s | %s | %s |%n"
                .formatted(
                        kind,
                        figures.requests(),
                        figures.millis().p50(),
                        figures.millis().p99(),
                        figures.millis().max(),
                        figures.answers())));
        text.append("\n| fault | at s | taken s | failures | last after s |\n|---|---:|---:|---:|---:|\n");
        faults.forEach(felt -> text.append("| %s | %s | %s | %d | %s |%n"
                .formatted(
                        felt.fault(), felt.atSeconds(), felt.takenSeconds(), felt.failures(), felt.healedSeconds())));
        text.append("\n%d accounts, %d sessions; events: %s; echoes executed twice: %d%n"
                .formatted(accounts, sessions, events, echoesTwice));
        text.append("tokens last accepted, ms after the logout: %s%n".formatted(refusedAfterMillis));
        text.append("gateway: %s, then %s%n".formatted(text(gatewayAtStart), text(gatewayAtEnd)));
        violations.values().forEach(broken -> text.append(text(broken)));
        text.append(isPassed() ? "\nEverything held.\n" : "\nNot everything held.\n");
        return text.toString();
    }

    private static String text(Footprint footprint) {
        return "%d MiB, %d threads, %d virtual threads, %d pending calls"
                .formatted(
                        footprint.heapBytes() / MIB,
                        footprint.platformThreads(),
                        footprint.virtualThreads(),
                        footprint.pendingCalls());
    }

    private static String text(Violations.Broken broken) {
        StringBuilder text =
                new StringBuilder("\n%d times it did not hold that %s:%n".formatted(broken.count(), broken.rule()));
        broken.details().stream()
                .limit(SHOWN)
                .forEach(detail -> text.append("  ").append(detail).append('\n'));
        return text.toString();
    }
}
