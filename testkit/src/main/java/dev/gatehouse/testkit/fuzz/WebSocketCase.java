package dev.gatehouse.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Frames over one session.
 *
 * @param account whose session it is
 * @param frames after the greeting
 * @param expected texts, each of which must be in a message
 * @param last what is sent when they have come
 * @param closeCodes one of which must come then; empty if anything but a failure of the gateway may come, and the client ends its side
 */
record WebSocketCase(UUID account, List<byte[]> frames, Set<String> expected, byte[] last, Set<Integer> closeCodes)
        implements FuzzCase {
    private static final int FAILED = 1011;

    @Override
    public String expectation() {
        return closeCodes.isEmpty()
                ? "any messages, no close with " + FAILED + ", and the end"
                : "messages with " + expected + ", then a close with one of " + closeCodes;
    }

    @Override
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        all.writeBytes(last);
        return all.toByteArray();
    }

    @Override
    public Optional<String> play(FuzzTarget target) throws IOException {
        try (WebSocketPeer peer = new WebSocketPeer(target)) {
            peer.open(target.issuer().token(account, account));
            for (byte[] frame : frames) {
                peer.write(frame);
            }
            Set<String> missing = peer.awaitAll(expected);
            if (!missing.isEmpty()) {
                return Optional.of("no message with " + missing);
            }
            peer.write(last);
            if (closeCodes.isEmpty()) {
                peer.end();
            }
            int code = peer.closed();
            boolean right = closeCodes.isEmpty() ? code != FAILED : closeCodes.contains(code);
            return right ? Optional.empty() : Optional.of("closed with " + code + ", and not " + closeCodes);
        }
    }
}
