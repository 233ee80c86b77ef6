package dev.gatehouse.common.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.CloseConnectionException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionBoundTest {
    private static final long BUSY = -1;
    private final List<String> ended = new ArrayList<>();
    private final ConnectionBound bound = new ConnectionBound(4);

    private final class Connection implements ConnectionBound.Live {
        private final String address;
        private final long idleNanos;

        Connection(String address, long idleNanos) {
            this.address = address;
            this.idleNanos = idleNanos;
        }

        @Override
        public String address() {
            return address;
        }

        @Override
        public long idleNanos() {
            return idleNanos;
        }

        @Override
        public void end() {
            ended.add(address + "/" + idleNanos);
        }
    }

    private Connection add(String address, long idleNanos) {
        Connection connection = new Connection(address, idleNanos);
        bound.add(connection);
        return connection;
    }

    @Test
    void anIdleConnectionOfTheAddressThatHasMostMakesRoom() {
        add("a", 5);
        add("a", 7);
        add("b", 100);
        add("c", BUSY);
        assertThat(ended).isEmpty();
        add("d", 0);
        assertThat(ended).containsExactly("a/7");
    }

    @Test
    void theOneThatIsIdleLongestGoesFirstWhereAllHaveAsMany() {
        add("a", 5);
        add("b", BUSY);
        add("c", 4);
        add("d", BUSY);
        add("e", 0);
        assertThat(ended).hasSize(1).isSubsetOf("a/5", "c/4", "e/0");
    }

    @Test
    void connectionsThatAreBusyStay() {
        for (String address : List.of("a", "a", "b", "b")) {
            add(address, BUSY);
        }
        assertThatThrownBy(() -> add("c", BUSY)).isInstanceOf(CloseConnectionException.class);
        assertThat(ended).isEmpty();
    }

    @Test
    void connectionsThatEndMakeRoom() {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            connections.add(add("a", BUSY));
        }
        bound.remove(connections.getFirst());
        add("a", BUSY);
        assertThat(ended).isEmpty();
    }
}
