package dev.gatehouse.gateway.tls;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Listens for clients, and gives each the credentials that are in force when it comes. It also bounds the number of connections, as the
 * server below would for clear HTTP: that one forgets connections whose handshake has failed, and would accept no more in the end.
 */
final class TlsServerSocket extends SSLServerSocket {
    private final Supplier<SSLContext> context;
    private final SSLParameters parameters;
    private final Handshakes handshakes;
    private final Semaphore connections;

    /** @param connections over it, connections wait to be accepted */
    TlsServerSocket(
            Supplier<SSLContext> context, SSLParameters parameters, Handshakes handshakes, Semaphore connections)
            throws IOException {
        this.context = context;
        this.parameters = parameters;
        this.handshakes = handshakes;
        this.connections = connections;
    }

    /** Throws only where nothing can be accepted any more: whoever accepts takes it for the end. */
    @Override
    public Socket accept() throws IOException {
        while (true) {
            ClientSocket client = next();
            try {
                return secured(client);
            } catch (IOException | RuntimeException e) {
                // It is this client that has gone.
                client.close();
            }
        }
    }

    private ClientSocket next() throws IOException {
        try {
            connections.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("Socket closed");
        }
        ClientSocket client = new ClientSocket(this::ended);
        try {
            implAccept(client);
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
        handshakes.begin(client);
        return client;
    }

    private void ended(ClientSocket client) {
        handshakes.end(client);
        connections.release();
    }

    private SSLSocket secured(ClientSocket client) throws IOException {
        SSLSocket socket = (SSLSocket) context.get().getSocketFactory().createSocket(client, null, true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(parameters);
        socket.addHandshakeCompletedListener(done -> handshakes.end(client));
        return socket;
    }

    @Override
    public SSLParameters getSSLParameters() {
        return parameters;
    }

    /** What the server below would set is what it knows of the configuration, which is nothing. */
    @Override
    public void setSSLParameters(SSLParameters ignored) {}

    @Override
    public String[] getEnabledCipherSuites() {
        return context.get().getDefaultSSLParameters().getCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return context.get().getSupportedSSLParameters().getCipherSuites();
    }

    @Override
    public String[] getSupportedProtocols() {
        return context.get().getSupportedSSLParameters().getProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return parameters.getProtocols();
    }

    @Override
    public boolean getNeedClientAuth() {
        return parameters.getNeedClientAuth();
    }

    @Override
    public boolean getWantClientAuth() {
        return parameters.getWantClientAuth();
    }

    @Override
    public boolean getUseClientMode() {
        return false;
    }

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw fixed();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw fixed();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        throw fixed();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        throw fixed();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        throw fixed();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        throw fixed();
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("the configuration of TLS decides");
    }
}
