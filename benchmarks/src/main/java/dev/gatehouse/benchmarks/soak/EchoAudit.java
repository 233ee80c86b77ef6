package dev.gatehouse.benchmarks.soak;

import java.util.Map;

/** Holds what the echo service has executed against what its callers were told. */
final class EchoAudit {
    private EchoAudit() {}

    static void run(Facts facts, Map<String, Integer> executions, Violations violations) {
        facts.echoes().forEach((id, answer) -> {
            int times = executions.getOrDefault(id, 0);
            String detail = id + " was executed " + times + " times: " + answer;
            switch (answer.fate()) {
                case DONE -> violations.require(times > 0, Rule.RIGHT_REPLY, detail);
                case NOT_EXECUTED -> violations.require(times == 0, Rule.NOT_EXECUTED, detail);
                case UNKNOWN, REFUSED -> {
                    // Either may be so.
                }
            }
        });
        executions
                .keySet()
                .forEach(id -> violations.require(facts.echoes().containsKey(id), Rule.NO_PHANTOM, "echo " + id));
    }
}
