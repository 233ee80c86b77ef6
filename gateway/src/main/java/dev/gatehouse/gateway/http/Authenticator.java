package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.call.Authorisation;
import dev.gatehouse.gateway.call.VerifiedTokens;
import dev.gatehouse.gateway.route.Access;
import dev.gatehouse.gateway.security.BearerHeader;
import java.util.List;
import java.util.Optional;

/** Finds out who sends a request, and whether that one may. Thread-safe. */
final class Authenticator {
    private final VerifiedTokens tokens;

    Authenticator(VerifiedTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Who sends a request.
     *
     * @param token the raw token, verified
     */
    record Identity(Optional<RpcContext.Caller> caller, Optional<String> token) {
        static final Identity ANONYMOUS = new Identity(Optional.empty(), Optional.empty());

        /** Never the token. */
        @Override
        public String toString() {
            return "Identity[caller=" + caller + "]";
        }
    }

    /** Throws {@code auth.invalid_token}, {@code auth.token_expired}, {@code auth.forbidden}, or {@code rpc.unavailable}. */
    Identity admit(Access access, List<String> authorization) {
        if (access.auth() == Access.Auth.NONE) {
            return Identity.ANONYMOUS;
        }
        return switch (BearerHeader.parse(authorization)) {
            case BearerHeader.Absent _ -> {
                if (access.auth() == Access.Auth.REQUIRED) {
                    throw ServiceException.of(ErrorCode.INVALID_TOKEN);
                }
                yield Identity.ANONYMOUS;
            }
            case BearerHeader.Malformed _ -> throw ServiceException.of(ErrorCode.INVALID_TOKEN);
            case BearerHeader.Token(String token) -> {
                RpcContext.Caller caller = tokens.verified(token).caller();
                Authorisation.check(access, caller);
                yield new Identity(Optional.of(caller), Optional.of(token));
            }
        };
    }
}
