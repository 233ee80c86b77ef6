package dev.gatehouse.gateway.call;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.route.Access;

/** Tells whether an authenticated client may call a route. */
public final class Authorisation {
    private Authorisation() {}

    /** Throws {@code auth.forbidden} where a scope or every role that would do is missing. */
    public static void check(Access access, RpcContext.Caller caller) {
        boolean hasRole = access.roles().isEmpty() || access.roles().stream().anyMatch(caller.roles()::contains);
        if (!hasRole || !caller.scopes().containsAll(access.scopes())) {
            throw ServiceException.of(ErrorCode.FORBIDDEN);
        }
    }
}
