package dev.gatehouse.gateway.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** An {@link SSLContext} that never changes for those who hold it, and is each time the one that is in force. Thread-safe. */
final class CurrentContext extends SSLContextSpi {
    /** Makes an unbound server socket. */
    interface ServerSockets {
        ServerSocket create() throws IOException;
    }

    private final Supplier<SSLContext> current;
    private final ServerSockets serverSockets;

    private CurrentContext(Supplier<SSLContext> current, ServerSockets serverSockets) {
        this.current = current;
        this.serverSockets = serverSockets;
    }

    static SSLContext of(Supplier<SSLContext> current, ServerSockets serverSockets) {
        SSLContext now = current.get();
        return new SSLContext(new CurrentContext(current, serverSockets), now.getProvider(), now.getProtocol()) {};
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("made with its keys");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return current.get().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return new Factory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return current.get().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return current.get().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return current.get().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return current.get().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return current.get().getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return current.get().getSupportedSSLParameters();
    }

    /** The server below asks for an unbound socket only. */
    private final class Factory extends SSLServerSocketFactory {
        @Override
        public ServerSocket createServerSocket() throws IOException {
            return serverSockets.create();
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            throw unboundOnly();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw unboundOnly();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
            throw unboundOnly();
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return engineGetDefaultSSLParameters().getCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return engineGetSupportedSSLParameters().getCipherSuites();
        }

        private static UnsupportedOperationException unboundOnly() {
            return new UnsupportedOperationException("sockets are made unbound");
        }
    }
}
