package dev.gatehouse.gateway.tls;

import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.reload.ReloadConfig;
import dev.gatehouse.common.reload.Reloader;
import io.helidon.common.tls.Tls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;

/**
 * Keeps certificate and key up to date and lets clients in with them. {@link #start} comes before {@link #tls}; both and {@link #close}
 * are called by one thread at a time, {@link #status} by anybody. One virtual thread, {@code gateway-tls}, ends handshakes that take too
 * long and looks at the certificate's date.
 */
public final class TlsDoor implements Component {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsConfig config;
    private final CredentialsReading reading;
    private final Reloader<Credentials> credentials;
    private final ExpiryWarning expiry;
    private final Handshakes handshakes;
    private final Thread watch = Thread.ofVirtual().name("gateway-tls").unstarted(this::watch);
    private volatile boolean closed;

    /** @param handshakeTimeout asked for each handshake */
    public TlsDoor(TlsConfig config, ReloadConfig reload, Supplier<Duration> handshakeTimeout, InstantSource clock) {
        this.config = config;
        this.reading = new CredentialsReading(config, clock);
        this.credentials = new Reloader<>("tls", reload, reading, made -> {}, clock);
        this.expiry = new ExpiryWarning(clock);
        this.handshakes = new Handshakes(handshakeTimeout, System::nanoTime);
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
     * What a server listens with.
     *
     * @param connections the server's bound on its connections, which is held here; its own must be off
     */
    public Tls tls(int connections) {
        Semaphore permits = new Semaphore(connections);
        SSLParameters parameters = parameters();
        return Tls.builder()
                .sslContext(CurrentContext.of(
                        () -> credentials.get().context(),
                        () -> new TlsServerSocket(() -> credentials.get().context(), parameters, handshakes, permits)))
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

    private SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(PROTOCOLS);
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
            handshakes.sweep();
            expiry.look(credentials.get().identity());
        }
    }
}
