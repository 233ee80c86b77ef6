package dev.gatehouse.testkit.fuzz;

/** What a client of HTTP/2 does next. */
sealed interface Http2Step {
    /** Sends bytes as they are. */
    record Send(byte[] bytes) implements Http2Step {
        static Send of(Http2Frame frame) {
            return new Send(frame.bytes());
        }
    }

    /** Sends data as soon as the windows of the stream and of the connection have room for it. */
    record Upload(int stream, byte[] data, boolean last) implements Http2Step {
        Http2Frame frame() {
            return new Http2Frame(Http2Frame.DATA, last ? Http2Frame.END_STREAM : 0, stream, data);
        }
    }

    /** Waits for the outcome of every stream of which one is expected. */
    record Await() implements Http2Step {}
}
