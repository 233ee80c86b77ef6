package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The library's handler of a socket, but that it leaves frames in their buffer as long as it is told to, and that the library gets to read only
 * what {@link InboundFrames} makes of the frames that come in. Thread-safe.
 */
final class GatheringFrameHandler implements FrameHandler {
    private final FrameHandler socket;
    private final BooleanSupplier gathering;
    private final InboundFrames inbound = new InboundFrames();

    GatheringFrameHandler(FrameHandler socket, BooleanSupplier gathering) {
        this.socket = socket;
        this.gathering = gathering;
    }

    /** That of a connection that {@link GatheredWrites#connectionFactory} has made. */
    static GatheringFrameHandler of(Connection connection) {
        if (connection instanceof AMQConnection open
                && open.getFrameHandler() instanceof GatheringFrameHandler handler) {
            return handler;
        }
        throw new IllegalStateException("not a connection of this factory");
    }

    InboundFrames inbound() {
        return inbound;
    }

    @Override
    public void flush(@Nullable WriteListener listener) throws IOException {
        if (!gathering.getAsBoolean()) {
            socket.flush(listener);
        } else if (listener != null) {
            listener.done(true, null);
        }
    }

    void flushNow() throws IOException {
        socket.flush(null);
    }

    @Override
    public boolean internalHearbeat() {
        return socket.internalHearbeat();
    }

    @Override
    public void setTimeout(int millis) throws SocketException {
        socket.setTimeout(millis);
    }

    @Override
    public int getTimeout() throws SocketException {
        return socket.getTimeout();
    }

    @Override
    public void sendHeader() throws IOException {
        socket.sendHeader();
    }

    @Override
    public void initialize(AMQConnection connection) {
        socket.initialize(connection);
    }

    @Override
    public void startProcessing() {
        socket.startProcessing();
    }

    @Override
    public void finishConnectionNegotiation() {
        socket.finishConnectionNegotiation();
    }

    @Override
    public void setFrameMax(int bytes) {
        socket.setFrameMax(bytes);
    }

    @Override
    public @Nullable Frame readFrame() throws IOException {
        // Null where nothing has come within the socket's timeout.
        @Nullable Frame frame = socket.readFrame();
        return frame == null ? null : inbound.readable(frame);
    }

    @Override
    public void writeFrame(Frame frame) throws IOException {
        socket.writeFrame(frame);
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public InetAddress getAddress() {
        return socket.getAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
