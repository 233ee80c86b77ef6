package dev.gatehouse.benchmarks.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every answer that clients have got, counted and held to the rules that need nothing else. Thread-safe. */
final class AnswerLog {
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Violations violations;
    private final Map<Kind, AnswerTally> tallies = new EnumMap<>(Kind.class);
    private final Queue<Answer> failures = new ConcurrentLinkedQueue<>();

    AnswerLog(Violations violations) {
        this.violations = violations;
        Arrays.stream(Kind.values()).forEach(kind -> tallies.put(kind, new AnswerTally()));
    }

    void add(Answer answer) {
        tally(answer.kind()).add(answer);
        Duration limit = answer.kind().timeout().plus(TOLERANCE);
        violations.require(answer.status() != 0, Rule.ANSWERED, answer.toString());
        violations.require(
                answer.answeredNanos() - answer.sentNanos() <= limit.toNanos(), Rule.IN_TIME, answer.toString());
        if (!answer.tellsOfFault()) {
            return;
        }
        violations.require(answer.outcome().isPresent(), Rule.OUTCOME_TOLD, answer.toString());
        if (answer.kind() != Kind.SLOW) {
            failures.add(answer);
        }
    }

    private AnswerTally tally(Kind kind) {
        return Optional.ofNullable(tallies.get(kind)).orElseThrow();
    }

    /** Those that tell of a fault, in about the order in which they came. */
    List<Answer> failures() {
        return List.copyOf(failures);
    }

    /** Figures by kind. */
    Map<Kind, AnswerTally.Figures> figures() {
        Map<Kind, AnswerTally.Figures> figures = new EnumMap<>(Kind.class);
        tallies.forEach((kind, tally) -> figures.put(kind, tally.figures()));
        return figures;
    }
}
