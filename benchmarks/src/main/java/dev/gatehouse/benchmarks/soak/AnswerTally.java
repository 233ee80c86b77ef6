package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.common.error.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answers to one kind of request. Thread-safe: guarded by the monitor of {@code this}. */
final class AnswerTally {
    private final Map<String, Long> byCode = new TreeMap<>();
    private final List<Double> millis = new ArrayList<>();

    /**
     * How they were.
     *
     * @param answers how many, by code and outcome
     */
    record Figures(long requests, Map<String, Long> answers, Spread millis) {}

    synchronized void add(Answer answer) {
        byCode.merge(
                answer.code()
                        + answer.outcome().map(Outcome::text).map(" "::concat).orElse(""),
                1L,
                Long::sum);
        millis.add(answer.millis());
    }

    synchronized Figures figures() {
        return new Figures(millis.size(), new TreeMap<>(byCode), Spread.of(millis));
    }
}
