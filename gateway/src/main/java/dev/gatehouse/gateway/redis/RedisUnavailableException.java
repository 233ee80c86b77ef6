package dev.gatehouse.gateway.redis;

/**
 * Redis did not do what it was asked, for whatever reason: away, too slow, unwilling. Whether it has done it all the same is not known. It
 * carries no stack trace of its own: it is an answer, not a defect.
 */
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisUnavailableException(String message) {
        super(message, null, false, false);
    }

    RedisUnavailableException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
