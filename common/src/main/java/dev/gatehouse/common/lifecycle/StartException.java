package dev.gatehouse.common.lifecycle;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A process that cannot start, for a reason that the operator can change. The message is one line for people; no stack trace is needed. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    /**
     * A server that cannot listen where it should. The web server does not tell why, so the same address is tried once more.
     *
     * @param key the configuration key of the port
     */
    public static StartException cannotListen(String key, String host, int port) {
        return new StartException(key + ": cannot listen on " + host + ":" + port + ": " + reason(host, port));
    }

    private static String reason(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
            return "the port was in use a moment ago";
        } catch (IOException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
