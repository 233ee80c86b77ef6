package dev.gatehouse.gateway.limit;

/** A bucket that is shared cannot be asked. It carries no stack trace of its own: it is an answer, not a defect. */
final class BucketUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BucketUnavailableException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause, false, false);
    }
}
