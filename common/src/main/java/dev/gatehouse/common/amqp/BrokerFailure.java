package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/** Says in one line what the broker or the network had to say. */
final class BrokerFailure {
    private BrokerFailure() {}

    static String text(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal) {
                return text(signal);
            }
        }
        return described(failure);
    }

    private static String text(ShutdownSignalException signal) {
        Method reason = signal.getReason();
        return switch (reason) {
            case AMQP.Channel.Close close -> close.getReplyText();
            case AMQP.Connection.Close close -> close.getReplyText();
            case null, default -> {
                Throwable cause = signal.getCause();
                yield cause == null ? described(signal) : described(cause);
            }
        };
    }

    private static String described(Throwable failure) {
        @Nullable String message = failure.getMessage();
        String type = failure.getClass().getSimpleName();
        return message == null ? type : type + ": " + message;
    }
}
