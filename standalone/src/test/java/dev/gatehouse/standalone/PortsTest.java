package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.standalone.Ports.Wanted;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PortsTest {
    private static final String HOST = "127.0.0.1";

    @Test
    void zeroBecomesAFreePortOfItsOwn() {
        List<Integer> ports = Ports.free(List.of(
                new Wanted("--port", "server.host", HOST, 0), new Wanted("--amqp-port", "server.host", HOST, 0)));
        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port > 0);
        assertThat(Ports.free(List.of(new Wanted("--port", "server.host", HOST, ports.getFirst()))))
                .containsExactly(ports.getFirst());
    }

    @Test
    void takenPortIsToldWithItsOption() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Ports.free(List.of(new Wanted("--admin-port", "server.host", HOST, port))))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("--admin-port");
        }
    }

    @Test
    void portWantedTwiceIsTold() {
        int port = Ports.free(List.of(new Wanted("--port", "server.host", HOST, 0)))
                .getFirst();
        assertThatThrownBy(() -> Ports.free(List.of(
                        new Wanted("--port", "server.host", HOST, port),
                        new Wanted("--amqp-port", "server.host", HOST, port))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("--amqp-port");
    }

    @Test
    void hostThatCannotBeListenedOnIsToldWithItsKey() {
        assertThatThrownBy(() -> Ports.free(List.of(new Wanted("--port", "server.host", "no-such-host.invalid", 0))))
                .isInstanceOf(StartException.class)
                .hasMessage("server.host: cannot listen on no-such-host.invalid: there is no such host");
        // Reserved for documentation (RFC 5737), so no address of any machine.
        assertThatThrownBy(() -> Ports.free(List.of(new Wanted("--port", "server.host", "192.0.2.1", 0))))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("server.host: cannot listen on 192.0.2.1: ");
    }
}
