package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.ClientContext;
import dev.gatehouse.common.edge.ClientInput;
import dev.gatehouse.common.edge.OtherProtocol;
import dev.gatehouse.common.edge.SlowClients;
import io.helidon.http.http2.Http2Util;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Makes the HTTP/2 connections of the server. Thread-safe. */
public final class Http2Sessions implements OtherProtocol {
    private static final byte[] PREFACE = Http2Util.prefaceData().readBytes();

    /** Beyond what a client may take in any case: {@link SlowClients} ends the wait before. */
    private static final Duration FLOW_CONTROL_TIMEOUT = Duration.ofMinutes(11);

    /**
     * With less, four frames of which fill the window, Helidon tells of what it has read only now and then, and not of each frame.
     * The client is told {@link Http2Bounds#MAX_FRAME_BYTES}.
     */
    private static final int FRAME_BYTES = Http2Bounds.WINDOW_BYTES / 4 + 1;

    private final Http2Bounds bounds;
    private final Http2Limits limits;
    private final SlowClients slowClients;
    private final LongSupplier nanoTime;
    private final Http2Config config;
    private final Http2ConnectionSelector selector;

    public Http2Sessions(Http2Bounds bounds, Http2Limits limits, SlowClients slowClients, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.limits = limits;
        this.slowClients = slowClients;
        this.nanoTime = nanoTime;
        this.config = Http2Config.builder()
                .maxConcurrentStreams(bounds.remembered())
                .maxHeaderListSize(Integer.MAX_VALUE)
                .maxFrameSize(FRAME_BYTES)
                .initialWindowSize(Http2Bounds.WINDOW_BYTES)
                .flowControlTimeout(FLOW_CONTROL_TIMEOUT)
                // Its count never begins anew; and it counts only what has not been answered in part.
                .maxRapidResets(-1)
                .validatePath(false)
                .build();
        this.selector = Http2ConnectionSelector.builder().http2Config(config).build();
    }

    Http2Config config() {
        return config;
    }

    @Override
    public String applicationProtocol() {
        return "h2";
    }

    @Override
    public boolean isSpoken(ClientInput input) {
        return bounds.priorKnowledge() && input.beginsWith(PREFACE);
    }

    @Override
    public ServerConnection connection(ClientContext context) {
        return create(context, selector::connection);
    }

    /** Takes over requests that ask for HTTP/2, where that is allowed. */
    public Optional<Http1Upgrader> upgrader() {
        return bounds.h2cUpgrade() ? Optional.of(new H2cUpgrade(this)) : Optional.empty();
    }

    /** @param server makes the server's own connection */
    Http2Session create(ClientContext context, Function<ClientContext, ServerConnection> server) {
        return new Http2Session(context, bounds, limits, slowClients, nanoTime, server);
    }
}
