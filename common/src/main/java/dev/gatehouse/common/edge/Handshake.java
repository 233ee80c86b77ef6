package dev.gatehouse.common.edge;

import java.net.SocketAddress;
import java.util.function.LongSupplier;

/** A TLS handshake that is under way. Immutable. */
final class Handshake implements ConnectionBound.Live {
    private final Thread thread;
    private final String address;
    private final LongSupplier nanoTime;
    private final long begun;

    Handshake(Thread thread, SocketAddress peer, LongSupplier nanoTime) {
        this.thread = thread;
        this.address = PeerAddress.text(peer);
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public long idleNanos() {
        return nanoTime.getAsLong() - begun;
    }

    @Override
    public void end() {
        thread.interrupt();
    }
}
