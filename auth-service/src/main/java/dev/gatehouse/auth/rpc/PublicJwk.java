package dev.gatehouse.auth.rpc;

import dev.gatehouse.auth.key.SigningKey;
import dev.gatehouse.common.json.Json;
import tools.jackson.databind.JsonNode;

/** Writes the public half of a signing key as a JSON Web Key (RFC 7517, RFC 7518 section 6.3). */
final class PublicJwk {
    private PublicJwk() {}

    static JsonNode of(SigningKey key) {
        return Json.mapper()
                .createObjectNode()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", SigningKey.ALGORITHM)
                .put("kid", key.kid())
                .put("n", key.modulus())
                .put("e", key.exponent());
    }
}
