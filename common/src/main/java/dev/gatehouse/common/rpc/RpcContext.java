package dev.gatehouse.common.rpc;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a handler knows of a request beside its body. Immutable.
 *
 * @param caller the authenticated client, as the gateway found it; empty for a request without one
 * @param clientIp the client's address, where the gateway told it
 * @param messageId the request's identity for deduplication, where the caller gave one
 * @param deadline when the caller stops waiting
 */
public record RpcContext(
        Optional<Caller> caller, Optional<String> clientIp, Optional<String> messageId, Deadline deadline) {

    /** An authenticated client. */
    public record Caller(UUID accountId, UUID sessionId, List<String> scopes, List<String> roles) {
        public Caller {
            scopes = List.copyOf(scopes);
            roles = List.copyOf(roles);
        }
    }
}
