package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.call.Authorisation;
import dev.gatehouse.gateway.route.Access;
import dev.gatehouse.gateway.security.BearerHeader;
import dev.gatehouse.gateway.security.TokenVerifier;
import dev.gatehouse.gateway.security.Verification;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who sends a request, and whether that one may. Thread-safe. */
final class Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    private final TokenVerifier tokens;

    Authenticator(TokenVerifier tokens) {
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
                RpcContext.Caller caller = verified(token);
                Authorisation.check(access, caller);
                yield new Identity(Optional.of(caller), Optional.of(token));
            }
        };
    }

    private RpcContext.Caller verified(String token) {
        return switch (tokens.verify(token)) {
            case Verification.Verified verified -> verified.caller();
            case Verification.Rejected(ErrorCode code, String reason) -> {
                LOG.debug("token refused: {}", reason);
                throw ServiceException.of(code);
            }
            case Verification.Undecided(String reason) -> {
                LOG.debug("token not verified: {}", reason);
                throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted();
            }
        };
    }
}
