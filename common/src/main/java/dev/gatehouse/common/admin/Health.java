package dev.gatehouse.common.admin;

import dev.gatehouse.common.admin.HealthReport.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/**
 * Whether the process has started, and whether it can serve requests now: it has started, is not draining, and every part that it needs
 * is up. Thread-safe.
 */
public final class Health {
    /** How long one probe may take. */
    static final Duration PROBE_LIMIT = Duration.ofSeconds(1);

    private enum Phase {
        STARTING,
        STARTED,
        DRAINING
    }

    private final List<Probe> probes = new CopyOnWriteArrayList<>();
    private final Duration probeLimit;
    private volatile Phase phase = Phase.STARTING;

    public Health() {
        this(PROBE_LIMIT);
    }

    Health(Duration probeLimit) {
        this.probeLimit = probeLimit;
    }

    /** Adds a part without which the process cannot serve. It is asked at each request for readiness and should answer from memory. */
    public void add(String name, BooleanSupplier up) {
        probes.add(new Probe(name, up, probeLimit));
    }

    /** The process has started. No effect once it drains. */
    public synchronized void markStarted() {
        if (phase == Phase.STARTING) {
            phase = Phase.STARTED;
        }
    }

    /** The process is about to end: it is not ready from now on. */
    public synchronized void markDraining() {
        phase = Phase.DRAINING;
    }

    /** Whether the process can serve requests now. */
    public boolean isReady() {
        return ready().isUp();
    }

    HealthReport live() {
        return new HealthReport(List.of());
    }

    HealthReport started() {
        return new HealthReport(List.of(
                phase == Phase.STARTING
                        ? new Check("start", false, Optional.of("starting"))
                        : new Check("start", true, Optional.empty())));
    }

    HealthReport ready() {
        List<Check> checks = new ArrayList<>();
        checks.add(
                switch (phase) {
                    case STARTING -> new Check("process", false, Optional.of("starting"));
                    case STARTED -> new Check("process", true, Optional.empty());
                    case DRAINING -> new Check("process", false, Optional.of("draining"));
                });
        record Asked(Probe probe, FutureTask<Boolean> answer) {}
        List<Asked> asked =
                probes.stream().map(probe -> new Asked(probe, probe.ask())).toList();
        asked.forEach(one -> checks.add(one.probe().await(one.answer())));
        return new HealthReport(checks);
    }
}
