package dev.gatehouse.gateway.push;

import java.util.Optional;

/**
 * What is sent to whoever a push addresses. Shared by all sessions that get it, and changed by none.
 *
 * @param topic the topic that it was pushed to; empty for a push to an account, a session, a connection or everybody
 * @param event what has happened, as the service names it
 * @param tail the end of an event frame in UTF-8, what follows {@code {"type":"event","seq":12,}}: {@code "event":"order.paid",} then
 *     {@code "topic":"...",} where there is one, then {@code "payload":{...}}} with the payload's bytes as they came
 */
public record Push(Optional<String> topic, String event, byte[] tail) {}
