package dev.gatehouse.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS over the sockets that Helidon has accepted, with the credentials that are in force at that time. Helidon applies no TLS parameters to
 * such sockets, not even its own configuration's, so protocols, cipher suites and client authentication are set here. Thread-safe.
 */
final class ServerTlsSocketFactory extends SSLSocketFactory {
    private final Supplier<SSLContext> context;
    private final SSLParameters parameters;
    private final Consumer<SocketAddress> handshakeBegins;

    /** @param handshakeBegins told on the connection's thread before each handshake */
    ServerTlsSocketFactory(
            Supplier<SSLContext> context, SSLParameters parameters, Consumer<SocketAddress> handshakeBegins) {
        this.context = context;
        this.parameters = parameters;
        this.handshakeBegins = handshakeBegins;
    }

    /** Helidon calls this on the connection's thread, and begins the handshake next. */
    @Override
    public Socket createSocket(Socket accepted, @Nullable InputStream consumed, boolean autoClose) throws IOException {
        // Closing the outer socket closes the accepted one, else the client loses the alert to a reset.
        SSLSocket socket = (SSLSocket) context.get().getSocketFactory().createSocket(accepted, consumed, true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(parameters);
        handshakeBegins.accept(accepted.getRemoteSocketAddress());
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return parameters.getCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return context.get().getSupportedSSLParameters().getCipherSuites();
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean autoClose) {
        throw serverOnly();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw serverOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw serverOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw serverOnly();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw serverOnly();
    }

    private static UnsupportedOperationException serverOnly() {
        return new UnsupportedOperationException("makes the server's end of accepted connections only");
    }
}
