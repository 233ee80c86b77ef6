package dev.gatehouse.auth.session;

/**
 * What was decided on a refresh token, and done.
 *
 * @param decision what was decided
 * @param session as it is since
 */
record RefreshOutcome(RefreshDecision decision, Session session) {}
