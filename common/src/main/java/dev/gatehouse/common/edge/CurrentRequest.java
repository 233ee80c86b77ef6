package dev.gatehouse.common.edge;

import dev.gatehouse.common.wire.Http1Reader;
import dev.gatehouse.common.wire.RequestHead;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the connection knows of the request that the current thread serves. Confined to that thread. */
public final class CurrentRequest {
    /** A scoped value would cost each idle connection a cache and its frames, some 0.5 KiB. */
    private static final ThreadLocal<CurrentRequest> CURRENT = new ThreadLocal<>();

    private final Supplier<RequestHead> head;
    private final BooleanSupplier bodyHere;
    private final Optional<SendWindow> sendWindow;
    private final HeldBytes held;

    private CurrentRequest(
            Supplier<RequestHead> head, BooleanSupplier bodyHere, Optional<SendWindow> sendWindow, HeldBytes held) {
        this.head = head;
        this.bodyHere = bodyHere;
        this.sendWindow = sendWindow;
        this.held = held;
    }

    /** The current thread's. Throws {@link IllegalStateException} on a thread that serves no request. */
    public static CurrentRequest get() {
        CurrentRequest current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("the thread serves no request");
        }
        return current;
    }

    /** Of an HTTP/1.1 connection, whose requests come one after the other. */
    static CurrentRequest ofConnection(Http1Reader reader, HeldBytes held) {
        return new CurrentRequest(reader::request, reader::isBodyHere, Optional.empty(), held);
    }

    /** Of a stream of HTTP/2. */
    public static CurrentRequest ofStream(RequestHead head, SendWindow window, HeldBytes held) {
        return new CurrentRequest(() -> head, () -> false, Optional.of(window), held);
    }

    /** Makes it the current thread's while work is done. */
    public <X extends Exception> void during(Work<X> work) throws X {
        CURRENT.set(this);
        try {
            work.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** Work that may fail. */
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    public RequestHead head() {
        return head.get();
    }

    /** Whether all of the body is known to have come, so that reading it does not wait for the client. */
    public boolean isBodyHere() {
        return bodyHere.getAsBoolean();
    }

    /** What is held for the connection that the request came by. */
    public HeldBytes held() {
        return held;
    }

    /** What may still be sent on the stream; empty over HTTP/1.1. */
    public Optional<SendWindow> sendWindow() {
        return sendWindow;
    }
}
