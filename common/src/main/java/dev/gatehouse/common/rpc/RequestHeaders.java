package dev.gatehouse.common.rpc;

import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.common.telemetry.RequestIds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the headers of a request. Nothing in them comes from a client unchecked. */
final class RequestHeaders {
    private RequestHeaders() {}

    static Map<String, Object> of(RpcRequest request, Deadline deadline) {
        Optional<RequestContext> context = RequestContext.current();
        Map<String, Object> headers = new HashMap<>();
        headers.put(
                RpcHeaders.REQUEST_ID, context.map(RequestContext::requestId).orElseGet(RequestIds::next));
        headers.put(RpcHeaders.DEADLINE, deadline.at().toEpochMilli());
        context.flatMap(RequestContext::traceparent).ifPresent(trace -> headers.put(RpcHeaders.TRACEPARENT, trace));
        request.caller().ifPresent(caller -> {
            headers.put(RpcHeaders.ACCOUNT_ID, caller.accountId().toString());
            headers.put(RpcHeaders.SESSION_ID, caller.sessionId().toString());
            headers.put(RpcHeaders.SCOPES, words(caller.scopes()));
            headers.put(RpcHeaders.ROLES, words(caller.roles()));
        });
        request.clientIp().ifPresent(ip -> headers.put(RpcHeaders.CLIENT_IP, ip));
        return headers;
    }

    /** A word with a space in it would become two: better no request than one with rights that nobody gave. */
    private static String words(List<String> words) {
        for (String word : words) {
            if (!isWord(word)) {
                throw new IllegalArgumentException("not the name of a scope or role: \"" + word + "\"");
            }
        }
        return String.join(" ", words);
    }

    /** What can be told apart in a list separated by spaces: visible ASCII. */
    private static boolean isWord(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '!' && c <= '~');
    }
}
