package dev.gatehouse.testkit.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A server on the loopback that is attacked, or asked. Immutable.
 *
 * @param port of the loopback
 * @param tls what its clients trust; empty where it speaks no TLS
 */
public record Target(int port, Optional<SSLContext> tls) {
    static final String HTTP1 = "http/1.1";
    static final String HTTP2 = "h2";
    /** For TCP's handshake and for that of TLS. */
    private static final int CONNECT_LIMIT_MILLIS = 10_000;

    public static Target clear(int port) {
        return new Target(port, Optional.empty());
    }

    /** A connection without TLS. The caller closes it. */
    Socket connectClear() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_LIMIT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * A connection over TLS where the server speaks it; then the handshake is done. The caller closes it.
     *
     * @param protocol as ALPN names it
     */
    Socket connect(String protocol) throws IOException {
        Socket plain = connectClear();
        if (tls.isEmpty()) {
            return plain;
        }
        try {
            SSLSocket socket = (SSLSocket) tls.get().getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(CONNECT_LIMIT_MILLIS);
            socket.startHandshake();
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }
}
