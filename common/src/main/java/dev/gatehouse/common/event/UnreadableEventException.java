package dev.gatehouse.common.event;

/**
 * The data of an event is not what its type says. Another try would find the same: a handler that throws it has the event given up at once. It
 * has no stack trace, because it tells of whoever has sent the event.
 */
public final class UnreadableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason for the log; may hold what was sent */
    public UnreadableEventException(String reason) {
        super(reason, null, false, false);
    }

    /** Why the event cannot be read. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
