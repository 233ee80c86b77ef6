package dev.gatehouse.cli;

/** Something is wrong with what was typed. The message is one line for the person who typed it. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message, null, false, false);
    }
}
