package dev.gatehouse.common.edge;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import java.lang.reflect.Field;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The buffer that a socket of Helidon is read with. Helidon keeps 8 KiB for each connection for its life, which is more than half of what an idle one
 * costs, and there is no way to ask for less. So it is replaced where it lies, by a small one while little comes, and by a large one while much comes.
 * Where another version has it elsewhere it stays as it is. Confined to the thread that reads the socket.
 */
final class ReadBuffer {
    /** What most requests fit in, in bytes. */
    static final int SMALL = 2 * 1024;
    /** As large as Helidon's own, in bytes. */
    static final int LARGE = 8 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ReadBuffer.class);
    private static final Optional<Field> FIELD = find();

    private final HelidonSocket socket;
    private int least;
    private int size;

    /** Puts a small one in the place of Helidon's. */
    ReadBuffer(HelidonSocket socket) {
        this.socket = socket;
        this.least = SMALL;
        resize(SMALL);
    }

    /** Whether it is where it is looked for. */
    static boolean isFound() {
        return FIELD.isPresent();
    }

    /** From now on the small one has fewer bytes. */
    void shrink(int bytes) {
        least = bytes;
        resize(bytes);
    }

    /** Fits it to the next read, after one that brought some bytes. */
    void hasRead(int bytes) {
        if (bytes == size && size < LARGE) {
            resize(LARGE);
        } else if (bytes < least && size > least) {
            resize(least);
        }
    }

    private void resize(int bytes) {
        size = bytes;
        if (FIELD.isPresent() && socket instanceof PlainSocket) {
            try {
                FIELD.get().set(socket, new byte[bytes]);
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
