package dev.gatehouse.gateway.tls;

import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.reload.ReloadConfig;
import dev.gatehouse.common.reload.Reloader;
import io.helidon.common.tls.Tls;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps certificate and key up to date and lets clients in with them. {@link #start} comes before {@link #tls}; both and {@link #close}
 * are called by one thread at a time, {@link #status} by any. One virtual thread, {@code gateway-tls}, looks at the certificate's date.
 */
public final class TlsDoor implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** Forward secrecy and authenticated encryption: what HTTP/2 asks for (RFC 9113, section 9.2.2), for all protocols alike. */
    private static final Pattern CIPHER_SUITES = Pattern.compile(
            "TLS_(AES_(128|256)_GCM|CHACHA20_POLY1305|ECDHE_(ECDSA|RSA)_WITH_(AES_(128|256)_GCM|CHACHA20_POLY1305))_SHA(256|384)");

    static {
        // RFC 9113, section 9.2.1. The JDK reads it once, before the first handshake, and has no other way to say so.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final TlsConfig config;
    private final CredentialsReading reading;
    private final Reloader<Credentials> credentials;
    private final ExpiryWarning expiry;
    private final Thread watch = Thread.ofVirtual().name("gateway-tls").unstarted(this::watch);
    private volatile boolean closed;

    public TlsDoor(TlsConfig config, ReloadConfig reload, InstantSource clock) {
        this.config = config;
        this.reading = new CredentialsReading(config, clock);
        this.credentials = new Reloader<>("tls", reload, reading, made -> {}, clock);
        this.expiry = new ExpiryWarning(clock);
    }

    /** Throws {@link dev.gatehouse.common.config.ConfigException} where the files cannot be used. */
    @Override
    public void start() {
        if (watch.getState() != Thread.State.NEW) {
            return;
        }
        expiry.look(credentials.load().identity());
        reading.refuseWhatIsOutOfDate();
        credentials.start();
        watch.start();
    }

    /**
     * TLS for a server.
     *
     * @param handshakeBegins told on the connection's thread before each handshake of whom it is with; it has to bound the time that the handshake takes
     */
    public Tls tls(Consumer<SocketAddress> handshakeBegins) {
        Supplier<SSLContext> current = () -> credentials.get().context();
        SSLParameters parameters = parameters(current.get());
        return Tls.builder()
                .sslContext(
                        CurrentContext.of(current, new ServerTlsSocketFactory(current, parameters, handshakeBegins)))
                .sslParameters(parameters)
                .build();
    }

    /** What is in force, once started. */
    public TlsStatus status() {
        return TlsStatus.of(credentials.get().identity().certificate(), credentials.status());
    }

    @Override
    public void close() {
        closed = true;
        credentials.close();
        watch.interrupt();
    }

    private SSLParameters parameters(SSLContext context) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(Stream.of(context.getSupportedSSLParameters().getCipherSuites())
                .filter(suite -> CIPHER_SUITES.matcher(suite).matches())
                .toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        switch (config.clientAuth()) {
            case NONE -> parameters.setNeedClientAuth(false);
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                return;
            }
            try {
                expiry.look(credentials.get().identity());
            } catch (RuntimeException e) {
                LOG.error("the certificate's date cannot be looked at", e);
            }
        }
    }
}
