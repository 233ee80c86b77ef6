package dev.gatehouse.benchmarks.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One client: its handshake, and its frames as they come. As cheap as can be. Confined to the thread that runs its fleet. */
final class BenchSocket {
    /** Never on the wire: the connection has ended without a close frame. */
    static final int LOST = 1006;

    private static final int NO_CODE = 1005;
    private static final byte[] NOTHING = {};
    private static final int LENGTH_OF_16_BITS = 126;

    private final int index;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final String token;
    private State state = State.CONNECTING;
    private String connectionId = "";
    /** The beginning of a frame of which the end has not come yet. */
    private byte[] begun = NOTHING;

    private ByteBuffer unsent = ByteBuffer.allocate(0);

    private enum State {
        CONNECTING,
        UPGRADING,
        GREETED_NEXT,
        READY,
        ENDED
    }

    BenchSocket(int index, SocketChannel channel, SelectionKey key, String token) {
        this.index = index;
        this.channel = channel;
        this.key = key;
        this.token = token;
    }

    /** Its place in the fleet, from 0. */
    int index() {
        return index;
    }

    /** What hello said; empty before. */
    String connectionId() {
        return connectionId;
    }

    /** Whether hello has come, and no end. */
    boolean isReady() {
        return state == State.READY;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    /** Sends what is ready to be sent; what the socket does not take goes later. */
    void send(byte[] frames) throws IOException {
        if (unsent.hasRemaining()) {
            ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + frames.length);
            unsent = both.put(unsent).put(frames).flip();
            return;
        }
        ByteBuffer all = ByteBuffer.wrap(frames);
        channel.write(all);
        if (all.hasRemaining()) {
            unsent = all;
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Does what the socket is ready for. */
    void selected(ByteBuffer in, SocketListener listener) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                state = State.UPGRADING;
                key.interestOps(SelectionKey.OP_READ);
                send(Upgrade.request(token));
            }
            if (key.isValid() && key.isWritable() && state != State.CONNECTING) {
                channel.write(unsent);
                if (!unsent.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            }
            if (key.isValid() && key.isReadable()) {
                read(in, listener);
            }
        } catch (IOException e) {
            end(LOST, listener);
        }
    }

    private void read(ByteBuffer in, SocketListener listener) throws IOException {
        in.clear().put(begun);
        if (channel.read(in) < 0) {
            end(LOST, listener);
            return;
        }
        in.flip();
        while (state != State.ENDED && next(in, listener)) {
            // One after the other.
        }
        begun = in.hasRemaining() ? bytes(in, in.position(), in.remaining()) : NOTHING;
        if (state == State.READY) {
            listener.drained(this);
        }
    }

    /** Takes one frame; false where it is not whole. */
    private boolean next(ByteBuffer in, SocketListener listener) throws IOException {
        if (state == State.UPGRADING) {
            return upgraded(in, listener);
        }
        if (in.remaining() < 2) {
            return false;
        }
        int at = in.position();
        int length = in.get(at + 1) & 0xFF;
        int head = length < LENGTH_OF_16_BITS ? 2 : 4;
        if (in.remaining() < head) {
            return false;
        }
        if (length > LENGTH_OF_16_BITS) {
            throw new IOException("a frame longer than any that is expected");
        }
        length = length == LENGTH_OF_16_BITS ? in.getShort(at + 2) & 0xFFFF : length;
        if (in.remaining() < head + length) {
            return false;
        }
        in.position(at + head + length);
        take(in.get(at) & 0xF, in, at + head, length, listener);
        return true;
    }

    private boolean upgraded(ByteBuffer in, SocketListener listener) {
        byte[] all = bytes(in, in.position(), in.remaining());
        int length = Upgrade.headLength(all);
        if (length == 0) {
            return false;
        }
        in.position(in.position() + length);
        state = State.GREETED_NEXT;
        if (!Upgrade.isAccepted(all)) {
            end(LOST, listener);
        }
        return true;
    }

    private void take(int opCode, ByteBuffer in, int start, int length, SocketListener listener) throws IOException {
        switch (opCode) {
            case Frames.TEXT -> {
                if (state == State.GREETED_NEXT) {
                    state = State.READY;
                    connectionId = Upgrade.connectionId(bytes(in, start, length));
                } else {
                    listener.message(this, in, start, length);
                }
            }
            case Frames.PING -> send(Frames.frame(Frames.PONG, bytes(in, start, length)));
            case Frames.CLOSE -> {
                int code = length < 2 ? NO_CODE : in.getShort(start) & 0xFFFF;
                send(Frames.frame(Frames.CLOSE, length < 2 ? NOTHING : bytes(in, start, 2)));
                end(code, listener);
            }
            default -> {
                // Nothing else is sent.
            }
        }
    }

    /** Ends it without a word, where it has not ended. */
    void abandon() {
        end(LOST, SocketListener.NONE);
    }

    private void end(int code, SocketListener listener) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        listener.closed(this, code);
    }

    private static byte[] bytes(ByteBuffer in, int start, int length) {
        byte[] bytes = new byte[length];
        in.get(start, bytes);
        return bytes;
    }
}
