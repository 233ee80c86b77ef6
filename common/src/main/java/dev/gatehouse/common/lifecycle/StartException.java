package dev.gatehouse.common.lifecycle;

import dev.gatehouse.common.address.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** A process that cannot start, for a reason that the operator can change. The message is one line for people; no stack trace is needed. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    /**
     * A server that cannot listen where it should. The web server does not tell why, so the same address is tried once more.
     *
     * @param key the configuration key of the port, such as {@code server.port}; that of the host is beside it
     */
    public static StartException cannotListen(String key, String host, int port) {
        return unusableHost(key.replaceFirst("port$", "host"), host)
                .orElseGet(() -> new StartException(key + ": cannot listen on " + new ListenAddress(host, port) + ": "
                        + reason(host, port).orElse("the port was in use a moment ago")));
    }

    /**
     * What is wrong with a host at which a server is to listen, whatever the port; empty if nothing is.
     *
     * @param key the configuration key of the host
     */
    public static Optional<StartException> unusableHost(String key, String host) {
        return reason(host, 0).map(reason -> new StartException(key + ": cannot listen on " + host + ": " + reason));
    }

    private static Optional<String> reason(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return Optional.of("there is no such host");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
