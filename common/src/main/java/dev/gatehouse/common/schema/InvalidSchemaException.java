package dev.gatehouse.common.schema;

/** A schema that cannot be used. The message names where it comes from and why, and is meant for the operator. */
public final class InvalidSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidSchemaException(String source, String reason) {
        super("schema " + source + ": " + reason);
    }
}
