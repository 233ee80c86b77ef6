package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;

/**
 * The broker's answer to what it did not do.
 *
 * @param kind what it means
 * @param text what the broker had to say, for people
 */
public record BrokerRefusal(Kind kind, String text) {
    /** What a refusal means. */
    public enum Kind {
        /** There is no such thing. */
        MISSING,
        /** It is there, and is not as was asked for. */
        DIFFERENT,
        /** The user has no right to it. */
        FORBIDDEN,
        /** It belongs to another connection alone. */
        LOCKED,
        /** Anything else, a lost connection for one. */
        OTHER
    }

    static BrokerRefusal of(Exception failure) {
        return new BrokerRefusal(kind(failure), BrokerFailure.text(failure));
    }

    private static Kind kind(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal) {
                return switch (signal.getReason()) {
                    case AMQP.Channel.Close close -> kind(close.getReplyCode());
                    case AMQP.Connection.Close close -> kind(close.getReplyCode());
                    case null, default -> Kind.OTHER;
                };
            }
        }
        return Kind.OTHER;
    }

    private static Kind kind(int replyCode) {
        return switch (replyCode) {
            case AMQP.NOT_FOUND -> Kind.MISSING;
            // The embedded broker says the latter of an exchange of another type, and closes the connection.
            case AMQP.PRECONDITION_FAILED, AMQP.NOT_ALLOWED -> Kind.DIFFERENT;
            case AMQP.ACCESS_REFUSED -> Kind.FORBIDDEN;
            case AMQP.RESOURCE_LOCKED -> Kind.LOCKED;
            default -> Kind.OTHER;
        };
    }
}
