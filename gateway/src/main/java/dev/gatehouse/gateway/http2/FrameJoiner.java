package dev.gatehouse.gateway.http2;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Joins what comes as data of one HTTP/2 stream to full frames, and holds back what is too little for one. Not thread-safe. */
final class FrameJoiner {
    private final int stream;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);

    FrameJoiner(int stream) {
        this.stream = stream;
    }

    boolean isEmpty() {
        return held.size() == 0;
    }

    /** Takes in a frame's payload. Returns the frames that are full, and whatever there is where it is the stream's last. */
    List<Frame> add(Frame frame) {
        held.write(frame.bytes(), Frame.HEADER_BYTES, frame.length());
        boolean last = frame.has(Frame.END_STREAM);
        if (!last && held.size() < Http2Bounds.MAX_FRAME_BYTES) {
            return List.of();
        }
        byte[] all = held.toByteArray();
        held.reset();
        List<Frame> frames = new ArrayList<>(2);
        int at = 0;
        while (all.length - at > Http2Bounds.MAX_FRAME_BYTES) {
            frames.add(frame(all, at, at + Http2Bounds.MAX_FRAME_BYTES, false));
            at += Http2Bounds.MAX_FRAME_BYTES;
        }
        if (last || all.length - at == Http2Bounds.MAX_FRAME_BYTES) {
            frames.add(frame(all, at, all.length, last));
        } else {
            held.write(all, at, all.length - at);
        }
        return frames;
    }

    /** All that is held back, as a frame after which more may come. */
    Frame flush() {
        byte[] all = held.toByteArray();
        held.reset();
        return frame(all, 0, all.length, false);
    }

    private Frame frame(byte[] all, int from, int to, boolean last) {
        return Frame.data(stream, Arrays.copyOfRange(all, from, to), last);
    }
}
