package dev.gatehouse.common.rpc;

/** An {@link RpcHandler} that looks at the request as it came, and encodes its answer itself. */
@FunctionalInterface
public interface EncodedRpcHandler<Q> {
    /**
     * Answers one request.
     *
     * @param request what the body says; it has passed its schema
     * @param body the bytes that came; not to be changed
     * @return the reply's {@code data}, one JSON value in UTF-8; the caller gets these very bytes
     */
    byte[] handle(RpcContext context, Q request, byte[] body);
}
