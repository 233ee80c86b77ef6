package dev.gatehouse.gateway.security;

import java.util.Map;

/** Where the published keys come from. Thread-safe. */
@FunctionalInterface
public interface KeySetSource {
    /**
     * Fetches the keys, by key id. Blocks no longer than the fetch timeout.
     *
     * @throws dev.gatehouse.common.error.ServiceException where the auth service cannot be reached or answers with an error
     */
    Map<String, SigningKey> fetch();
}
