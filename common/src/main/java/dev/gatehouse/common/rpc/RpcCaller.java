package dev.gatehouse.common.rpc;

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
}
