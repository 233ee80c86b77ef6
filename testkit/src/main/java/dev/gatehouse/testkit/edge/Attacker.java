package dev.gatehouse.testkit.edge;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays attacks against a server. Thread-safe: several may be played at once. */
public final class Attacker {
    private final Target target;
    private final Duration limit;

    /** @param limit within which each connection has to end as it should */
    public Attacker(Target target, Duration limit) {
        this.target = target;
        this.limit = limit;
    }

    /**
     * Plays an attack to its end.
     *
     * @return what is wrong with the end of a connection; empty if all have ended as they should
     * @throws IOException where the server takes no connections
     */
    public Optional<String> play(Attack attack) throws IOException, InterruptedException {
        Script script = attack.script();
        List<AttackConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < script.connections(); i++) {
                AttackConnection connection = new AttackConnection(script, connect(script.opening()));
                connections.add(connection);
                connection.start();
            }
            return ending(attack, connections);
        } finally {
            for (AttackConnection connection : connections) {
                connection.close();
            }
        }
    }

    private Socket connect(Script.Opening opening) throws IOException {
        return switch (opening) {
            case CLEAR -> target.connectClear();
            case HTTP1 -> target.connect(Target.HTTP1);
            case HTTP2, CUT_HTTP2, BARE_HTTP2 -> target.connect(Target.HTTP2);
        };
    }

    private Optional<String> ending(Attack attack, List<AttackConnection> connections) throws InterruptedException {
        if (!attack.script().reads()) {
            connections.getFirst().awaitEnd(limit);
            connections.forEach(AttackConnection::read);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        for (AttackConnection connection : connections) {
            if (!connection.awaitEnding(attack.endings(), deadline)) {
                return Optional.of("expected one of " + attack.endings() + ", but came " + connection.told());
            }
        }
        return Optional.empty();
    }
}
