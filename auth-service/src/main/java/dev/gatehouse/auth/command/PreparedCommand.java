package dev.gatehouse.auth.command;

import dev.gatehouse.common.rpc.RpcContext;

/** A command that has long work to do before it can change anything. */
@FunctionalInterface
public interface PreparedCommand<Q, R> {
    /** Does what needs no transaction and changes nothing that counts: checks, the hashing of passwords, and the signing of tokens. */
    Change<R> prepare(RpcContext context, Q request);
}
