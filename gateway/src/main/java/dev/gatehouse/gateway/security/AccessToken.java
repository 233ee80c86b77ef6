package dev.gatehouse.gateway.security;

import dev.gatehouse.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A signed token in its parts (RFC 7515, section 7.1), not verified yet.
 *
 * @param header the JOSE header, an object
 * @param claims the payload, an object
 * @param signed what the signature covers
 */
record AccessToken(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {
    /** The parts of a token; empty where it does not have the form. */
    static Optional<AccessToken> parse(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first <= 0 || second <= first + 1 || token.indexOf('.', second + 1) >= 0) {
            return Optional.empty();
        }
        try {
            JsonNode header = json(token.substring(0, first));
            JsonNode claims = json(token.substring(first + 1, second));
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(second + 1));
            byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
            return header.isObject() && claims.isObject()
                    ? Optional.of(new AccessToken(header, claims, signed, signature))
                    : Optional.empty();
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(String part) {
        return Json.mapper().readTree(Base64.getUrlDecoder().decode(part));
    }
}
