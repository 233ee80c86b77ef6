package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Clients that lose their connections and come back at the same moment over others, again and again.
 *
 * @param account whose session all of them are of
 * @param clients at a time
 * @param spins for each loss, in turns of a loop: how long after the loss the client comes back; where it is negative, how long before
 * @param lasting whether they end their last connections in good order
 */
record ResumeCase(UUID account, int clients, List<Integer> spins, boolean lasting) implements FuzzCase {
    private static final int NORMAL = 1000;
    private static final String RESUMED = "{\"type\":\"resumed\"";
    private static final String REFUSED = "{\"type\":\"resume_failed\"";

    @Override
    public String expectation() {
        return spins.size()
                + " connections, each lost and resumed at once: resumed, or resume_failed, and none is left";
    }

    @Override
    public byte[] bytes() {
        return new byte[0];
    }

    @Override
    public Optional<String> play(FuzzTarget target) throws IOException {
        List<Client> all = new ArrayList<>();
        String token = target.issuer().token(account, account);
        WebSocketFrames frames = new WebSocketFrames(new Dice(account.getLeastSignificantBits(), spins.size()));
        try {
            for (int i = 0; i < clients; i++) {
                all.add(new Client(frames));
            }
            connect(all, target, token);
            for (int at = 0; at < spins.size(); at += clients) {
                connect(all, target, token);
                List<Client> losing = all.subList(0, Math.min(clients, spins.size() - at));
                for (int i = 0; i < losing.size(); i++) {
                    losing.get(i).loseAndResume(spins.get(at + i));
                }
                for (Client client : losing) {
                    String answer = client.answer();
                    if (!answer.startsWith(RESUMED) && !answer.startsWith(REFUSED)) {
                        return Optional.of("a resume is answered by " + answer);
                    }
                }
            }
            return ended(all, frames.close(NORMAL));
        } finally {
            for (Client client : all) {
                client.close();
            }
        }
    }

    /** Gives each client that has none a connection to come back over. The upgrades are under way together. */
    private static void connect(List<Client> all, FuzzTarget target, String token) throws IOException {
        for (Client client : all) {
            client.ask(target, token);
        }
        for (Client client : all) {
            client.greeted();
        }
    }

    private Optional<String> ended(List<Client> all, byte[] close) throws IOException {
        for (Client client : all) {
            if (lasting) {
                client.current().write(close);
                int code = client.current().closed();
                if (code != NORMAL) {
                    return Optional.of("closed with " + code);
                }
            } else {
                client.current().drop();
            }
        }
        return Optional.empty();
    }

    /** One client with a connection and the next one. */
    private static final class Client {
        private final WebSocketFrames frames;
        private final List<WebSocketPeer> peers = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private int lost;

        Client(WebSocketFrames frames) {
            this.frames = frames;
        }

        WebSocketPeer current() {
            return peers.get(lost);
        }

        void ask(FuzzTarget target, String token) throws IOException {
            if (peers.size() < lost + 2) {
                peers.add(new WebSocketPeer(target));
                peers.getLast().ask(token);
            }
        }

        void greeted() throws IOException {
            if (ids.size() < peers.size()) {
                ids.add(peers.getLast().greeted());
            }
        }

        void loseAndResume(int spins) throws IOException {
            byte[] resume =
                    frames.text("{\"type\":\"resume\",\"connection_id\":\"" + ids.get(lost) + "\",\"last_seq\":0}");
            if (spins < 0) {
                peers.get(lost + 1).write(resume);
            } else {
                peers.get(lost).drop();
            }
            for (int i = Math.abs(spins); i > 0; i--) {
                Thread.onSpinWait();
            }
            if (spins < 0) {
                peers.get(lost).drop();
            } else {
                peers.get(lost + 1).write(resume);
            }
        }

        /** The answer to the resume. From now on the connection that was lost counts no more. */
        String answer() throws IOException {
            String answer = peers.get(lost + 1).message();
            if (answer.startsWith(RESUMED)) {
                ids.set(lost + 1, ids.get(lost));
            }
            lost++;
            return answer;
        }

        void close() throws IOException {
            for (WebSocketPeer peer : peers) {
                peer.close();
            }
        }
    }
}
