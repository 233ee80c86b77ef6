package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A client that loses its connection and comes back at the same moment over another one, again and again.
 *
 * @param account whose session it is
 * @param spins for how long it waits between the two each time, in turns of a loop
 * @param lasting whether it ends its last connection in good order
 */
record ResumeCase(UUID account, List<Integer> spins, boolean lasting) implements FuzzCase {
    private static final int NORMAL = 1000;
    private static final String RESUMED = "{\"type\":\"resumed\"";
    private static final String REFUSED = "{\"type\":\"resume_failed\"";

    @Override
    public String expectation() {
        return "a connection that is lost and resumed at once, " + spins.size() + " times: resumed, or resume_failed";
    }

    @Override
    public byte[] bytes() {
        return new byte[0];
    }

    @Override
    public Optional<String> play(FuzzTarget target) throws IOException {
        String token = target.issuer().token(account, account);
        WebSocketFrames frames = new WebSocketFrames(new Dice(account.getLeastSignificantBits(), spins.size()));
        List<WebSocketPeer> peers = new ArrayList<>();
        try {
            peers.add(new WebSocketPeer(target));
            String id = peers.getLast().open(token);
            for (int spin : spins) {
                WebSocketPeer lost = peers.getLast();
                WebSocketPeer back = new WebSocketPeer(target);
                peers.add(back);
                String own = back.open(token);
                byte[] resume = frames.text("{\"type\":\"resume\",\"connection_id\":\"" + id + "\",\"last_seq\":0}");
                lost.drop();
                for (int i = 0; i < spin; i++) {
                    Thread.onSpinWait();
                }
                back.write(resume);
                String answer = back.message();
                if (answer.startsWith(REFUSED)) {
                    id = own;
                } else if (!answer.startsWith(RESUMED)) {
                    return Optional.of("a resume is answered by " + answer);
                }
            }
            return ended(peers.getLast(), frames.close(NORMAL));
        } finally {
            for (WebSocketPeer peer : peers) {
                peer.close();
            }
        }
    }

    private Optional<String> ended(WebSocketPeer peer, byte[] close) throws IOException {
        if (!lasting) {
            peer.drop();
            return Optional.empty();
        }
        peer.write(close);
        int code = peer.closed();
        return code == NORMAL ? Optional.empty() : Optional.of("closed with " + code);
    }
}
