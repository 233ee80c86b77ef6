package dev.gatehouse.gateway.idempotency;

/** The store cannot be reached, so that nobody knows whether a request has been done. What was asked of it may have happened. */
final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreUnavailableException(Throwable cause) {
        super("the store of idempotency keys cannot be reached", cause);
    }
}
