package dev.gatehouse.common.edge;

import dev.gatehouse.common.wire.Http1Limits;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What holds for the connections of a server.
 *
 * @param connections how many there may be
 * @param http1 bounds of requests over HTTP/1.1
 * @param answers hears of each answer over HTTP/1.1 before it is written
 * @param other what clients may speak beside HTTP/1.1
 * @param held counts what is held for each connection
 */
public record ConnectionRules(
        int connections,
        Http1Limits http1,
        Optional<Http1ConnectionListener> answers,
        Optional<OtherProtocol> other,
        HeldBytes.Accounts held,
        SlowClients slowClients,
        LongSupplier nanoTime) {}
