package dev.gatehouse.standalone;

import dev.gatehouse.common.json.Json;
import java.net.URI;
import java.util.Map;

/**
 * Somebody who connects over a WebSocket.
 *
 * @param name of the client that is used
 * @param nextToken of the same session, for the renewal
 */
record Visitor(String name, URI url, String accountId, String token, String nextToken) {
    /** The topic that a client of this name subscribes to. */
    static String topic(String name) {
        return "public.tea." + name;
    }

    static URI socketUrl(URI http) {
        return URI.create("ws" + http.toString().substring("http".length()) + "/v1/connect");
    }

    /** What the scripts read. */
    Map<String, String> environment() {
        return Map.of(
                "GATEHOUSE_URL", url.toString(),
                "GATEHOUSE_TOKEN", token,
                "GATEHOUSE_NEXT_TOKEN", nextToken,
                "GATEHOUSE_ACCOUNT_ID", accountId,
                "GATEHOUSE_TOPIC", topic(name));
    }

    /** What the page reads. */
    byte[] json() {
        return Json.mapper()
                .writeValueAsBytes(Map.of(
                        "url", url.toString(),
                        "token", token,
                        "nextToken", nextToken,
                        "accountId", accountId,
                        "topic", topic(name)));
    }
}
