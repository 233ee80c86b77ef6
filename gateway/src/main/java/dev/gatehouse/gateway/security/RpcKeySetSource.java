package dev.gatehouse.gateway.security;

import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.EnvelopeScanner;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.common.rpc.RpcRequest;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Fetches the published keys from the auth service. Thread-safe. */
public final class RpcKeySetSource implements KeySetSource {
    private static final byte[] NOTHING = {'{', '}'};
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private final RpcCaller rpc;
    private final Duration timeout;

    public RpcKeySetSource(RpcCaller rpc, Duration timeout) {
        this.rpc = rpc;
        this.timeout = timeout;
    }

    @Override
    public Map<String, SigningKey> fetch() {
        byte[] reply = rpc.call(
                new RpcRequest(AuthApi.JWKS.routingKey(), NOTHING, timeout, Optional.empty(), Optional.empty()));
        return switch (EnvelopeScanner.scan(reply)) {
            case ReplyEnvelope.Success(byte[] body, int start, int end) -> keys(body, start, end);
            case ReplyEnvelope.Failure failure ->
                throw ServiceException.of(ErrorCode.RPC_BAD_RESPONSE, "it answered " + failure.errorCode());
            case ReplyEnvelope.Malformed malformed ->
                throw ServiceException.of(ErrorCode.RPC_BAD_RESPONSE, malformed.reason());
        };
    }

    private static Map<String, SigningKey> keys(byte[] body, int start, int end) {
        try (JsonReader reader =
                READERS.createReader(new ByteArrayInputStream(body, start, end - start), StandardCharsets.UTF_8)) {
            Map<String, SigningKey> keys = new HashMap<>();
            for (JsonValue key : reader.readObject().getJsonArray("keys")) {
                if (key instanceof JsonObject jwk) {
                    SigningKey.of(jwk).ifPresent(usable -> keys.put(usable.id(), usable));
                }
            }
            return keys;
        } catch (JsonException | NullPointerException | ClassCastException e) {
            throw ServiceException.of(ErrorCode.RPC_BAD_RESPONSE, "it answered no key set")
                    .causedBy(e);
        }
    }
}
