package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.util.Optional;

/**
 * A request for an upgrade to WebSocket that has been changed anywhere.
 *
 * @param bytes after which the client ends its side
 */
record UpgradeCase(byte[] bytes) implements FuzzCase {
    private static final int SWITCHED = 101;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    @Override
    public String expectation() {
        return "an upgrade, or an answer that is no defect, and the end";
    }

    @Override
    public Optional<String> play(FuzzTarget target) throws IOException {
        try (WebSocketPeer peer = new WebSocketPeer(target)) {
            peer.write(bytes);
            peer.end();
            int status = peer.answered();
            if (status == SWITCHED) {
                peer.awaitEnd();
            }
            return status >= FIRST_SERVER_ERROR && status != NOT_IMPLEMENTED
                    ? Optional.of("the answer " + status)
                    : Optional.empty();
        }
    }
}
