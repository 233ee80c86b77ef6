package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says in one line why a connection to a broker could not be made. */
final class ConnectFailure {
    private ConnectFailure() {}

    static String text(Exception failure, AmqpConfig config) {
        return switch (failure) {
            case AuthenticationFailureException refused -> "the broker refuses the user or the password";
            case PossibleAuthenticationFailureException closed ->
                "the broker closed the connection while logging in: wrong user, password or virtual host?";
            case UnknownHostException unknown ->
                "there is no host " + config.uri().getHost();
            case ConnectException refused -> "connection refused: no broker listens there";
            case SocketTimeoutException late -> noAnswer(config);
            case TimeoutException late -> noAnswer(config);
            case SSLException tls -> "TLS failed: " + tls.getMessage();
            default -> BrokerFailure.text(failure);
        };
    }

    private static String noAnswer(AmqpConfig config) {
        return "no answer within " + config.connectTimeout() + " (amqp.connect-timeout)";
    }
}
