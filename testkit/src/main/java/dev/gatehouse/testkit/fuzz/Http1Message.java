package dev.gatehouse.testkit.fuzz;

import java.util.Set;

/**
 * One request over HTTP/1.1, and what must come of it.
 *
 * @param bytes of the request, or its beginning if it is answered early
 * @param statuses one of which the answer must have
 * @param head whether its answer has no body
 * @param lasting whether the connection goes on after the answer
 */
record Http1Message(byte[] bytes, Set<Integer> statuses, boolean head, boolean lasting) {}
