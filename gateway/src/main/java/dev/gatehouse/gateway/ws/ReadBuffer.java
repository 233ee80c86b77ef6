package dev.gatehouse.gateway.ws;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import java.lang.reflect.Field;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The buffer that the server below keeps for each connection: 8 KiB for its life, which is nearly half of what an idle session costs. There is no
 * way to ask for a smaller one, so it is replaced where it lies; where another version has it elsewhere it stays. Thread-safe.
 */
final class ReadBuffer {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBuffer.class);
    private static final int BYTES = 1024;
    private static final Optional<Field> FIELD = find();

    private ReadBuffer() {}

    /** Whether it is where it is looked for. */
    static boolean isFound() {
        return FIELD.isPresent();
    }

    /** Puts a small one in its place. For the thread that reads the socket, between two reads. */
    static void shrink(HelidonSocket socket) {
        if (FIELD.isPresent() && socket instanceof PlainSocket) {
            try {
                FIELD.get().set(socket, new byte[BYTES]);
            } catch (IllegalAccessException e) {
                LOG.debug("a connection keeps its read buffer: {}", e.toString());
            }
        }
    }

    private static Optional<Field> find() {
        try {
            Field field = PlainSocket.class.getDeclaredField("readBuffer");
            field.setAccessible(true);
            return Optional.of(field).filter(found -> found.getType().equals(byte[].class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("connections keep read buffers larger than they need: {}", e.toString());
            return Optional.empty();
        }
    }
}
