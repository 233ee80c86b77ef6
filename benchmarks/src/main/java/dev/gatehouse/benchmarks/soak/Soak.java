package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.Footprint;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.common.lifecycle.Container;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** The soak: starts everything, breaks it under load, audits, prints the tables, and takes everything down again. */
public final class Soak {
    private static final long END_OF_CONNECTIONS_MILLIS = 2_000;

    private final SoakOptions options;
    private final SoakFiles files;
    private final SoakSystem system;
    private final Random random;
    private final Violations violations = new Violations();
    private final Facts facts = new Facts();

    private Soak(SoakOptions options, SoakFiles files, SoakSystem system) {
        this.options = options;
        this.files = files;
        this.system = system;
        this.random = new Random(options.seed());
    }

    /**
     * Runs it. Returns whether everything held.
     *
     * @throws LoadException where something that it needs is not there, or fails
     */
    public static boolean run(SoakOptions options) throws IOException {
        try (Container container = new Container("soak")) {
            container.closeOnShutdown();
            SoakFiles files = SoakFiles.make(options.home());
            BenchFiles made = container.own("files", BenchFiles.make(options.home(), "soak"));
            say("starting the system; seed " + options.seed());
            SoakSystem system = SoakSystem.start(options.home(), made, files.logs(), container);
            SoakReport report = new Soak(options, files, system).soak();
            System.out.println(report.text());
            say("written to " + files.write(report) + "; logs are in " + files.logs());
            return report.isPassed();
        }
    }

    private SoakReport soak() {
        say("warming up");
        // A cold gateway is not held to anything, but what it has promised is audited.
        phase(new Violations(), List::of);
        Footprint start = footprint("gateway-start");
        say("load, with a fault every " + options.faultEvery().toSeconds() + " s");
        FaultSchedule schedule = new FaultSchedule(new FaultInjector(system, random), options, random);
        Phase phase = phase(violations, schedule::run);
        say("auditing");
        Footprint end = footprint("gateway-end");
        violations.require(end.isBackTo(start), Rule.BACK_TO_START, "from " + start + " to " + end);
        new ProcessAudit(system, violations).run();
        return audit(phase, start, end);
    }

    private Phase phase(Violations its, Supplier<List<InjectedFault>> faults) {
        return Phase.run(system.gatewayUrl(), facts, its, random, faults);
    }

    private Footprint footprint(String name) {
        Pauses.millis(END_OF_CONNECTIONS_MILLIS);
        return Footprint.of(system.gateway(), files.logs(), name);
    }

    private SoakReport audit(Phase phase, Footprint start, Footprint end) {
        system.events().awaitQuiet();
        StoredState stored = StoredState.read(system.database());
        new StateAudit(facts, stored, violations).run();
        new EventAudit(system.events().events(), stored, violations).run();
        EchoAudit.run(facts, system.echo().executions(), violations);
        Timeline timeline = phase.timeline();
        timeline.checkHealed(violations);
        RevocationAudit revocations = RevocationAudit.of(phase.probes(), timeline, violations);
        return new SoakReport(
                options.seed(),
                options.time().toSeconds(),
                phase.requests(),
                timeline.felt(),
                stored.accounts().size(),
                stored.sessions().size(),
                system.events().counts(),
                system.echo().executedTwice(),
                revocations,
                start,
                end,
                violations.broken());
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
