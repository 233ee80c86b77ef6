package dev.gatehouse.gateway.security;

import dev.gatehouse.common.contract.AuthApi;

/** Where the list of revoked sessions comes from. Thread-safe. */
@FunctionalInterface
public interface RevocationSource {
    /**
     * Fetches one page. Blocks no longer than a call may.
     *
     * @throws dev.gatehouse.common.error.ServiceException where the auth service cannot be reached or answers with an error
     */
    AuthApi.RevocationPage fetch(AuthApi.Revocations page);
}
