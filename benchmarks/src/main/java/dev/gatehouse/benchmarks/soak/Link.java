package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.testkit.TcpProxy;
import java.net.URI;
import java.time.Duration;

/** The network between two parts, which can be broken. Confined to the soak's thread, but for its end. */
final class Link implements AutoCloseable {
    private final TcpProxy proxy;

    private Link(TcpProxy proxy) {
        this.proxy = proxy;
    }

    static Link to(int port) {
        return new Link(TcpProxy.to("127.0.0.1", port));
    }

    /** To where a JDBC URL leads. */
    static Link to(String jdbcUrl) {
        return to(server(jdbcUrl).getPort());
    }

    /** The same URL, by way of this link. */
    String through(String jdbcUrl) {
        return jdbcUrl.replace(":" + server(jdbcUrl).getPort() + "/", ":" + port() + "/");
    }

    private static URI server(String jdbcUrl) {
        return URI.create(jdbcUrl.substring("jdbc:".length()));
    }

    int port() {
        return proxy.port();
    }

    /** Holds everything back for a while. */
    void stall(Duration time) {
        proxy.stall();
        try {
            Pauses.millis(time.toMillis());
        } finally {
            proxy.heal();
        }
    }

    /** Resets all connections. */
    void cut() {
        proxy.cut();
    }

    /** Holds everything back for a while, and then resets all connections: what was held back is lost, such as answers to what has been done. */
    void lose(Duration time) {
        proxy.stall();
        try {
            Pauses.millis(time.toMillis());
            proxy.cut();
        } finally {
            proxy.heal();
        }
    }

    @Override
    public void close() {
        proxy.close();
    }
}
