package dev.gatehouse.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How soon access tokens were refused after the logout, in milliseconds: undisturbed, and while a fault or what it left behind lasted. */
record RevocationAudit(Spread undisturbed, Spread disturbed) {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    static RevocationAudit of(List<RevocationProbes.Probe> probes, Timeline timeline, Violations violations) {
        List<Double> undisturbed = new ArrayList<>();
        List<Double> disturbed = new ArrayList<>();
        for (RevocationProbes.Probe probe : probes) {
            boolean inFault = timeline.isDisturbed(probe.endedNanos(), probe.endedNanos() + LIMIT.toNanos());
            (inFault ? disturbed : undisturbed).add(probe.millis());
            boolean soon = probe.millis() <= LIMIT.toMillis();
            violations.require(
                    probe.refused() && (soon || inFault),
                    Rule.REVOKED_SOON,
                    "session %s, ended %s: %s %.0f ms later"
                            .formatted(
                                    probe.session(),
                                    timeline.at(probe.endedNanos()),
                                    probe.refused() ? "last accepted" : "still accepted",
                                    probe.millis()));
        }
        return new RevocationAudit(Spread.of(undisturbed), Spread.of(disturbed));
    }
}
