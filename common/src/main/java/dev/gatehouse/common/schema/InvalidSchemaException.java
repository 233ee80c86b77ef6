package dev.gatehouse.common.schema;

/** A schema that cannot be used. The message names where it comes from and why, and is meant for the operator. */
public final class InvalidSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidSchemaException(String source, String reason) {
        super("schema " + source + ": " + reason);
        this.reason = reason;
    }

    /** Why it cannot be used, without where it comes from. */
    public String reason() {
        return reason;
    }
}
