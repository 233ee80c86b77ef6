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
        List<Integer> ports = Ports.free(List.of(new Wanted("--port", HOST, 0), new Wanted("--amqp-port", HOST, 0)));
        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port > 0);
        assertThat(Ports.free(List.of(new Wanted("--port", HOST, ports.getFirst()))))
                .containsExactly(ports.getFirst());
    }

    @Test
    void takenPortIsToldWithItsOption() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Ports.free(List.of(new Wanted("--admin-port", HOST, port))))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("--admin-port");
        }
    }

    @Test
    void portWantedTwiceIsTold() {
        int port = Ports.free(List.of(new Wanted("--port", HOST, 0))).getFirst();
        assertThatThrownBy(() ->
                        Ports.free(List.of(new Wanted("--port", HOST, port), new Wanted("--amqp-port", HOST, port))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("--amqp-port");
    }
}
