package dev.gatehouse.gateway.tls;

import java.io.Serial;

/** A file that cannot be used; the message begins with its name. */
final class BadFileException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BadFileException(String message) {
        super(message);
    }
}
