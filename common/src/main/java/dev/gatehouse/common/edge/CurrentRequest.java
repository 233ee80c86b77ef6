package dev.gatehouse.common.edge;

import dev.gatehouse.common.wire.RequestHead;
import java.util.Optional;
import java.util.function.Supplier;

/** What the connection knows of the request that the current thread serves. Confined to that thread. */
public final class CurrentRequest {
    private static final ScopedValue<CurrentRequest> CURRENT = ScopedValue.newInstance();

    private final Supplier<RequestHead> head;
    private final Optional<SendWindow> sendWindow;

    private CurrentRequest(Supplier<RequestHead> head, Optional<SendWindow> sendWindow) {
        this.head = head;
        this.sendWindow = sendWindow;
    }

    /** The current thread's. Throws {@link java.util.NoSuchElementException} on a thread that serves no request. */
    public static CurrentRequest get() {
        return CURRENT.get();
    }

    /** Of an HTTP/1.1 connection, whose requests come one after the other. */
    static CurrentRequest ofConnection(Supplier<RequestHead> head) {
        return new CurrentRequest(head, Optional.empty());
    }

    /** Of a stream of HTTP/2. */
    public static CurrentRequest ofStream(RequestHead head, SendWindow window) {
        return new CurrentRequest(() -> head, Optional.of(window));
    }

    /** Makes it the current thread's while work is done. */
    public <X extends Exception> void during(Work<X> work) throws X {
        ScopedValue.where(CURRENT, this).<Void, X>call(() -> {
            work.run();
            return null;
        });
    }

    /** Work that may fail. */
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    public RequestHead head() {
        return head.get();
    }

    /** What may still be sent on the stream; empty over HTTP/1.1. */
    public Optional<SendWindow> sendWindow() {
        return sendWindow;
    }
}
