package dev.gatehouse.common.rpc;

/**
 * One operation. Called on a virtual thread of the request's own, with a request that has passed its schema, concurrently with itself.
 * A {@link dev.gatehouse.common.error.ServiceException} is the coded answer; anything else thrown becomes
 * {@code common.internal_error}. A handler that has done something must not throw a failure on that says {@code not_executed}, as one of a
 * call that it makes may: what it throws is about the request that it serves.
 */
@FunctionalInterface
public interface RpcHandler<Q, R> {
    R handle(RpcContext context, Q request);
}
