package dev.gatehouse.common.edge;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The bytes of one client, as reads of its socket bring them. Confined to the connection's thread. */
public final class ClientInput implements Supplier<byte[]> {
    private final HelidonSocket socket;
    private final ReadBuffer buffer;
    private byte @Nullable [] lookedAt;

    ClientInput(HelidonSocket socket) {
        this.socket = socket;
        this.buffer = new ReadBuffer(socket);
    }

    /** From now on the client will send little at a time, and wait for long. */
    void expectShortReads(int bytes) {
        buffer.shrink(bytes);
    }

    /**
     * The next bytes, at least one.
     *
     * @throws CloseConnectionException at the end of the stream
     * @throws ServerConnectionException if the socket fails, or is closed by another thread
     */
    @Override
    public byte[] get() {
        byte[] first = lookedAt;
        if (first != null) {
            lookedAt = null;
            return first;
        }
        return read();
    }

    /** Whether the client's next bytes are the given ones. Waits for no more of them than it takes to tell. */
    public boolean beginsWith(byte[] prefix) {
        byte[] seen = get();
        while (seen.length < prefix.length && Arrays.equals(seen, 0, seen.length, prefix, 0, seen.length)) {
            byte[] more = read();
            byte[] all = Arrays.copyOf(seen, seen.length + more.length);
            System.arraycopy(more, 0, all, seen.length, more.length);
            seen = all;
        }
        lookedAt = seen;
        return seen.length >= prefix.length && Arrays.equals(seen, 0, prefix.length, prefix, 0, prefix.length);
    }

    private byte[] read() {
        try {
            byte[] bytes = socket.get();
            if (bytes == null) {
                throw new CloseConnectionException("the client has closed the connection");
            }
            buffer.hasRead(bytes.length);
            return bytes;
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("the connection cannot be read", e);
        }
    }
}
