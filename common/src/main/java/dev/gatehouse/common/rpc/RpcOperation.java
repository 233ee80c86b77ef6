package dev.gatehouse.common.rpc;

import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.json.Json;
import org.jspecify.annotations.Nullable;

/** A method and what answers it. Immutable. */
public final class RpcOperation<Q, R> {
    private final RpcMethod<Q, R> method;
    private final EncodedRpcHandler<Q> handler;

    private RpcOperation(RpcMethod<Q, R> method, EncodedRpcHandler<Q> handler) {
        this.method = method;
        this.handler = handler;
    }

    /**
     * @param method names the routing key, the schema and the types
     * @param handler what is called for each request
     */
    public RpcOperation(RpcMethod<Q, R> method, RpcHandler<Q, R> handler) {
        this(method, (context, request, body) -> bytes(method, handler.handle(context, request)));
    }

    /** An operation whose handler encodes the method's response itself. */
    public static <Q, R> RpcOperation<Q, R> encoded(RpcMethod<Q, R> method, EncodedRpcHandler<Q> handler) {
        return new RpcOperation<>(method, handler);
    }

    public RpcMethod<Q, R> method() {
        return method;
    }

    /** Answers one request, with the bytes of the reply's {@code data}. */
    public byte[] answer(RpcContext context, Q request, byte[] body) {
        return handler.handle(context, request, body);
    }

    private static byte[] bytes(RpcMethod<?, ?> method, @Nullable Object data) {
        if (data == null) {
            throw new IllegalStateException("the handler of " + method.name() + " has answered with null");
        }
        return Json.mapper().writeValueAsBytes(data);
    }
}
