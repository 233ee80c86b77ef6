package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Where inputs are sent to: a gateway with the routes of {@link FuzzRoutes}.
 *
 * @param port of 127.0.0.1
 * @param issuer of tokens that the gateway accepts
 */
record FuzzTarget(int port, TestIssuer issuer) {
    /** For an input to be answered, or its connection to end; longer than {@link FuzzRoutes#REQUEST_TIMEOUT}. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** A connection on which reading fails after {@link #LIMIT}. */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) LIMIT.toMillis());
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) LIMIT.toMillis());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }
}
