package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.LoadException;

/** Holds that every process that was started is there in the end, and ready. */
final class ProcessAudit {
    private final SoakSystem system;
    private final Violations violations;

    ProcessAudit(SoakSystem system, Violations violations) {
        this.system = system;
        this.violations = violations;
    }

    void run() {
        violations.require(system.gateway().process().isAlive(), Rule.ALIVE, "the gateway");
        violations.require(system.broker().isAlive(), Rule.ALIVE, "the broker");
        for (AuthInstance instance : system.authServices()) {
            violations.require(
                    instance.endings() == 0, Rule.ALIVE, "an auth service ended " + instance.endings() + " times");
            try {
                instance.awaitReady(system.http());
            } catch (LoadException e) {
                violations.add(Rule.ALIVE, String.valueOf(e.getMessage()));
            }
        }
    }
}
