package dev.gatehouse.common.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a question about health.
 *
 * @param checks what it is made of; up where all of them are
 */
@JsonPropertyOrder({"status", "checks"})
record HealthReport(List<Check> checks) {
    HealthReport {
        checks = List.copyOf(checks);
    }

    boolean isUp() {
        return checks.stream().allMatch(Check::up);
    }

    /** {@code UP} or {@code DOWN}. */
    @JsonProperty
    String status() {
        return status(isUp());
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }

    /**
     * One part of a report.
     *
     * @param detail why it is down, where that is known
     */
    @JsonPropertyOrder({"name", "status", "detail"})
    record Check(
            String name,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            boolean up,

            Optional<String> detail) {
        @JsonProperty
        String status() {
            return HealthReport.status(up);
        }
    }
}
