package dev.gatehouse.common.rpc;

import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.json.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The sending end of an RPC, as its users see it. Thread-safe. */
@FunctionalInterface
public interface RpcCaller {
    /**
     * Sends a request and blocks the current (virtual) thread until its reply is there. The request id and trace context of the current
     * {@link dev.gatehouse.common.telemetry.RequestContext} travel with it.
     *
     * @return the reply's body as it came, not yet looked at
     * @throws dev.gatehouse.common.error.ServiceException {@code rpc.timeout} with no reply within the timeout; {@code rpc.unavailable}
     *     where no queue is bound or the broker is or becomes unreachable; {@code common.overloaded} where too many calls are in flight or
     *     the broker blocks publishers. Each says whether the request may have been executed.
     */
    byte[] call(RpcRequest request);

    /**
     * Calls on behalf of a request that is being served, whose caller waits no longer than to its deadline: the time left of it bounds the
     * call, and travels with it to the next service. Where nothing is left nothing is sent.
     *
     * @param within the deadline of the request that is being served, as its {@link RpcContext} tells it
     * @throws dev.gatehouse.common.error.ServiceException as {@link #call(RpcRequest)}
     */
    default byte[] call(RpcRequest request, Deadline within) {
        return call(request.within(within.remaining(InstantSource.system())));
    }

    /**
     * Calls a method on behalf of a request that is being served.
     *
     * @param timeout how long to wait for the reply at most, even where more is left
     * @throws dev.gatehouse.common.error.ServiceException as {@link #call(RpcRequest, Deadline)}; the service's own failure; and
     *     {@code rpc.bad_response}. A code that is not known here becomes {@code common.internal_error}.
     */
    default <Q, R> R call(RpcMethod<Q, R> method, Q request, Duration timeout, Deadline within) {
        byte[] body = Json.mapper().writeValueAsBytes(request);
        RpcRequest bytes = new RpcRequest(method.routingKey(), body, timeout, Optional.empty(), Optional.empty());
        return TypedReply.read(call(bytes, within), method.response());
    }
}
