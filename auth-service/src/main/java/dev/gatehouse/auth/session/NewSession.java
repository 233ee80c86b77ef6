package dev.gatehouse.auth.session;

import java.time.Instant;
import java.util.Optional;

/**
 * A session that is yet to be opened.
 *
 * @param grant what its owner gets
 * @param ip where from
 * @param openedAt when
 */
public record NewSession(Grant grant, Optional<String> ip, Instant openedAt) {}
