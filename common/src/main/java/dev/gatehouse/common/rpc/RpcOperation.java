package dev.gatehouse.common.rpc;

import dev.gatehouse.common.contract.RpcMethod;

/**
 * A method and what answers it.
 *
 * @param method the method, which names the routing key, the schema and the types
 * @param handler what is called for each request
 */
public record RpcOperation<Q, R>(RpcMethod<Q, R> method, RpcHandler<Q, R> handler) {}
