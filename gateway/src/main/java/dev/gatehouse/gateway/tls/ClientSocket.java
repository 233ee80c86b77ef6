package dev.gatehouse.gateway.tls;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The socket below TLS, which tells once that it has been closed, by whomever. Thread-safe. */
final class ClientSocket extends Socket {
    private final Consumer<ClientSocket> whenClosed;
    private final AtomicBoolean told = new AtomicBoolean();

    ClientSocket(Consumer<ClientSocket> whenClosed) {
        this.whenClosed = whenClosed;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            if (told.compareAndSet(false, true)) {
                whenClosed.accept(this);
            }
        }
    }
}
