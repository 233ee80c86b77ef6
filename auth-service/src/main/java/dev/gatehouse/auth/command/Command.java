package dev.gatehouse.auth.command;

import dev.gatehouse.common.rpc.RpcContext;

/** A command that needs no preparation. */
@FunctionalInterface
public interface Command<Q, R> {
    /** Called inside a transaction, which is rolled back where this throws. */
    Effect<R> execute(RpcContext context, Q request);
}
