package dev.gatehouse.gateway.http;

import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.gateway.idempotency.Idempotency;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.security.TokenVerifier;
import dev.gatehouse.gateway.ws.WebSockets;
import java.util.function.Supplier;

/**
 * What requests are served with. All of it is thread-safe.
 *
 * @param tunables asked anew for each request
 */
public record EdgeServices(
        Supplier<Tunables> tunables,
        TokenVerifier tokens,
        RateLimiter limiter,
        RpcCaller rpc,
        Idempotency idempotency,
        WebSockets webSockets) {}
