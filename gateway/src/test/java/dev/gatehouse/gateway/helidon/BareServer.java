package dev.gatehouse.gateway.helidon;

import dev.gatehouse.gateway.hpack.HpackLimits;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;

/** A server of Helidon's alone, in this process or in one of its own. */
final class BareServer implements AutoCloseable {
    static final String SMALL = "/small";
    /** With a header that is larger than the table of HPACK. */
    static final String LARGE_HEADER = "/large-header";

    private final WebServer server;

    private BareServer() {
        server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .useNio(false)
                .routing(HttpRouting.builder()
                        .get(SMALL, (request, response) -> response.send("small"))
                        .get(
                                LARGE_HEADER,
                                (request, response) -> response.header(HeaderValues.create(
                                                HeaderNames.LOCATION,
                                                "/" + "x".repeat(HpackLimits.DEFAULT_TABLE_BYTES)))
                                        .send()))
                .build();
    }

    static BareServer start() {
        BareServer bare = new BareServer();
        bare.server.start();
        return bare;
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Tells its port on the standard output, and lives for as long as its standard input. */
    static void main() throws IOException {
        BareServer bare = start();
        System.out.println(bare.port());
        while (System.in.read() >= 0) {
            // Nothing is asked of it that way.
        }
        Runtime.getRuntime().halt(0);
    }
}
