package dev.gatehouse.cli.broker;

import dev.gatehouse.common.amqp.BrokerRefusal;
import dev.gatehouse.common.amqp.TopologyProbe;
import java.util.Optional;

/** Looks at one exchange. Confined to the thread that checks. */
final class ExchangeCheck {
    private final TopologyProbe probe;
    private final BrokerReport report;

    ExchangeCheck(TopologyProbe probe, BrokerReport report) {
        this.probe = probe;
        this.report = report;
    }

    /** One that the gateway itself declares when it starts; says whether it is there, and is no other one that has to go first. */
    boolean checkNeeded(String exchange) {
        Optional<BrokerRefusal> unseen = probe.look(exchange);
        if (unseen.isPresent()) {
            report.problem(exchange + ": " + why(unseen.get(), "the gateway declares it when it starts"));
            return false;
        }
        Optional<BrokerRefusal> refusal = probe.redeclare(exchange);
        refusal.ifPresentOrElse(
                found -> report.problem(exchange + ": " + different(found)),
                () -> report.ok(exchange + ": a durable topic exchange"));
        return refusal.filter(found -> found.kind() == BrokerRefusal.Kind.DIFFERENT)
                .isEmpty();
    }

    /** One that others declare when they need it. */
    void checkOther(String exchange) {
        Optional<BrokerRefusal> unseen = probe.look(exchange);
        if (unseen.isPresent()) {
            report.warning(exchange + ": " + why(unseen.get(), "who needs it declares it"));
            return;
        }
        Optional<BrokerRefusal> refusal = probe.redeclare(exchange);
        if (refusal.isEmpty()) {
            report.ok(exchange + ": a durable topic exchange");
        } else if (refusal.get().kind() == BrokerRefusal.Kind.FORBIDDEN) {
            report.ok(exchange + ": is there; its type was not compared, for which " + probe.user()
                    + " would need the right to configure it");
        } else {
            report.problem(exchange + ": " + different(refusal.get()));
        }
    }

    private static String why(BrokerRefusal refusal, String whoDeclares) {
        return refusal.kind() == BrokerRefusal.Kind.MISSING
                ? "is not there; " + whoDeclares
                : "cannot be looked at: " + refusal.text();
    }

    private String different(BrokerRefusal refusal) {
        return switch (refusal.kind()) {
            case DIFFERENT ->
                "is there, and is not the durable topic exchange that it must be; delete it, and it is declared anew: "
                        + refusal.text();
            case FORBIDDEN ->
                "may not be declared by " + probe.user()
                        + ", which the gateway does when it starts; it needs the right to" + " configure it: "
                        + refusal.text();
            case MISSING, LOCKED, OTHER -> "cannot be declared: " + refusal.text();
        };
    }
}
