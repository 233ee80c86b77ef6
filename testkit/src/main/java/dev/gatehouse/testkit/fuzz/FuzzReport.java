package dev.gatehouse.testkit.fuzz;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run has shown.
 *
 * @param inputs by kind
 * @param start of the process, after the first inputs
 * @param end of the process
 * @param worstProbeMillis the slowest answer to a request beside the inputs
 */
public record FuzzReport(
        long seed,
        double seconds,
        Map<String, Long> inputs,
        List<Finding> findings,
        ProcessFigures start,
        ProcessFigures end,
        long worstProbeMillis) {
    public FuzzReport {
        inputs = Map.copyOf(inputs);
        findings = List.copyOf(findings);
    }

    public boolean isClean() {
        return findings.isEmpty();
    }

    public String text() {
        return """
                seed %d, %.0f s, inputs: %s
                gateway: %s, then %s
                slowest probe: %d ms
                findings: %d
                %s
                """.formatted(
                        seed,
                        seconds,
                        inputs,
                        start,
                        end,
                        worstProbeMillis,
                        findings.size(),
                        findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
}
