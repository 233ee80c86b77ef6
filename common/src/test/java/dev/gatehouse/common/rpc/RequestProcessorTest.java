package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.amqp.IncomingMessage;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The reply that a request gets. */
class RequestProcessorTest {
    private static final String KEY = AuthApi.JWKS.routingKey();

    @Test
    void aFailureSaysNotExecutedOnlyOfARequestThatWasNeverDeliveredBefore() {
        RpcOperation<?, ?> busy = new RpcOperation<>(AuthApi.JWKS, (context, request) -> {
            throw ServiceException.overloaded("busy", Duration.ofSeconds(1));
        });

        assertThat(reply(busy, false).get("outcome").stringValue()).isEqualTo("not_executed");
        assertThat(reply(busy, true).get("outcome").stringValue()).isEqualTo("unknown");
    }

    @Test
    void aFailureThatNeedsNoOutcomeHasNoneWhenItIsDeliveredAgain() {
        RpcOperation<?, ?> refusing = new RpcOperation<>(AuthApi.JWKS, (context, request) -> {
            throw ServiceException.of(ErrorCode.FORBIDDEN);
        });

        assertThat(reply(refusing, true).has("outcome")).isFalse();
    }

    @Test
    void dataThatAHandlerHasEncodedGoesIntoTheReplyAsItIs() {
        RpcOperation<?, ?> encoded = RpcOperation.encoded(
                AuthApi.JWKS,
                (context, request, body) -> bytes("{\"body\" : " + new String(body, StandardCharsets.UTF_8) + "}"));

        assertThat(new String(replyBytes(encoded, false), StandardCharsets.UTF_8))
                .isEqualTo("{\"success\":true,\"data\":{\"body\" : {}}}");
    }

    private static JsonNode reply(RpcOperation<?, ?> operation, boolean redelivered) {
        return Json.mapper().readTree(replyBytes(operation, redelivered));
    }

    private static byte[] replyBytes(RpcOperation<?, ?> operation, boolean redelivered) {
        RequestProcessor processor = new RequestProcessor(
                RpcServerConfig.defaults(),
                InstantSource.system(),
                Map.of(KEY, new ServedOperation<>(operation, tree -> List.of())));
        IncomingMessage message = new IncomingMessage(
                KEY, Optional.of("replies"), Optional.empty(), Optional.empty(), Map.of(), redelivered, bytes("{}"));
        return processor.process(message).reply().orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
