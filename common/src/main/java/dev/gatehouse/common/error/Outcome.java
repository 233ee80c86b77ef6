package dev.gatehouse.common.error;

import java.util.Optional;

/** Whether a failed request may have had an effect, and so whether it is safe to send it again. */
public enum Outcome {
    /** The service has not executed the request and never will: it is safe to send it again. */
    NOT_EXECUTED("not_executed"),
    /** The service may have executed the request. */
    UNKNOWN("unknown");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** The word on the wire. */
    public String text() {
        return text;
    }

    /** The outcome that a word on the wire names; empty for any other word. */
    public static Optional<Outcome> of(String text) {
        for (Outcome outcome : values()) {
            if (outcome.text.equals(text)) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }
}
