package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.EnvelopeScanner;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.gateway.call.OnceCalls;
import dev.gatehouse.gateway.idempotency.KeptAnswer;
import dev.gatehouse.gateway.idempotency.KeyedRequest;
import dev.gatehouse.gateway.idempotency.Result;
import dev.gatehouse.gateway.route.Route;
import java.util.Arrays;
import java.util.Optional;

/** Asks the service behind a route, and once only where the route is idempotent and the client has sent a key. Thread-safe. */
final class ServiceCalls {
    private final RpcCaller rpc;
    private final OnceCalls once;

    ServiceCalls(RpcCaller rpc, OnceCalls once) {
        this.rpc = rpc;
        this.once = once;
    }

    /** The answer to a request. Throws {@link ServiceException} for every failure but a service's own. */
    Answer answer(HttpExchange exchange, Route route, RpcRequest request) {
        Optional<String> key = route.idempotent() ? IdempotencyKeys.of(exchange) : Optional.empty();
        return key.map(text -> once(exchange, route, request, text))
                .orElseGet(() ->
                        ReplyAnswers.of(EnvelopeScanner.scan(exchange.timings().call(rpc, request)), route, exchange));
    }

    private Answer once(HttpExchange exchange, Route route, RpcRequest request, String key) {
        KeyedRequest keyed = KeyedRequest.of(route.name(), requester(request), key, request.body());
        Result<Answer> result =
                once.once(keyed, request, sent -> exchange.timings().call(rpc, sent), new Rendering(exchange, route));
        return switch (result) {
            case Result.Own<Answer>(Answer answer) -> answer;
            case Result.Replayed<Answer>(KeptAnswer(int status, byte[] body)) ->
                Answer.of(status, body, AnswerHeaders.NO_STORE, AnswerHeaders.REPLAYED);
        };
    }

    /** Nobody gets to see what another account's request has brought, nor an unknown client's from elsewhere. */
    private static String requester(RpcRequest request) {
        return request.caller()
                .map(caller -> "account " + caller.accountId())
                .orElseGet(() -> "address " + request.clientIp().orElse(""));
    }

    private record Rendering(HttpExchange exchange, Route route) implements OnceCalls.Rendering<Answer> {
        @Override
        public Answer answer(ReplyEnvelope reply) {
            return ReplyAnswers.of(reply, route, exchange);
        }

        @Override
        public KeptAnswer kept(Answer answer) {
            return new KeptAnswer(answer.status(), Arrays.copyOfRange(answer.body(), answer.start(), answer.end()));
        }

        @Override
        public KeptAnswer kept(ServiceException instead) {
            return kept(ErrorAnswers.of(ErrorBody.of(instead, Optional.of(exchange.requestId())), false));
        }
    }
}
