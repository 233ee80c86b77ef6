package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.EnvelopeScanner;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.gateway.idempotency.Attempt;
import dev.gatehouse.gateway.idempotency.Attempted;
import dev.gatehouse.gateway.idempotency.Idempotency;
import dev.gatehouse.gateway.idempotency.KeptAnswer;
import dev.gatehouse.gateway.idempotency.KeyedRequest;
import dev.gatehouse.gateway.idempotency.Result;
import dev.gatehouse.gateway.route.Route;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the service behind a route, and once only where the route is idempotent and the client has sent a key. Thread-safe. */
final class ServiceCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCalls.class);

    private final RpcCaller rpc;
    private final Idempotency idempotency;

    ServiceCalls(RpcCaller rpc, Idempotency idempotency) {
        this.rpc = rpc;
        this.idempotency = idempotency;
    }

    /** The answer to a request. Throws {@link ServiceException} for every failure but a service's own. */
    Answer answer(HttpExchange exchange, Route route, RpcRequest request) {
        Optional<String> key = route.idempotent() ? IdempotencyKeys.of(exchange) : Optional.empty();
        return key.map(text -> once(exchange, route, request, text))
                .orElseGet(() -> answer(
                        exchange, route, EnvelopeScanner.scan(exchange.timings().call(rpc, request))));
    }

    private Answer once(HttpExchange exchange, Route route, RpcRequest request, String key) {
        KeyedRequest keyed = KeyedRequest.of(route.name(), requester(request), key, request.body());
        Result<Answer> result =
                idempotency.once(keyed, request.timeout(), attempt -> attempted(exchange, route, request, attempt));
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

    private Attempted<Answer> attempted(HttpExchange exchange, Route route, RpcRequest request, Attempt attempt) {
        ReplyEnvelope reply =
                EnvelopeScanner.scan(exchange.timings().call(rpc, request.as(attempt.messageId(), attempt.left())));
        Answer answer = answer(exchange, route, attempt.doubtful() ? honest(reply) : reply);
        return new Attempted<>(
                answer,
                switch (ReplyEndings.of(reply)) {
                    case DEFINITE -> new Attempted.Ending.Done(kept(answer, route, exchange.requestId()));
                    case NOT_DONE -> new Attempted.Ending.Open(false);
                    case IN_DOUBT -> new Attempted.Ending.Open(true);
                });
    }

    /** The service says {@code not_executed} of this try, and knows nothing of the one before. */
    private static ReplyEnvelope honest(ReplyEnvelope reply) {
        return reply instanceof ReplyEnvelope.Failure failure
                        && failure.outcome().isPresent()
                ? new ReplyEnvelope.Failure(
                        failure.errorCode(),
                        failure.message(),
                        failure.details(),
                        Optional.of(Outcome.UNKNOWN.text()),
                        failure.retryAfterSeconds())
                : reply;
    }

    /** What has been done is not done again because its answer is too large to be kept: whoever asks again is told so. */
    private KeptAnswer kept(Answer answer, Route route, String requestId) {
        if (answer.length() <= idempotency.maxAnswerBytes()) {
            return new KeptAnswer(answer.status(), Arrays.copyOfRange(answer.body(), answer.start(), answer.end()));
        }
        LOG.warn("{}: an answer of {} bytes is over idempotency.max-answer", route.name(), answer.length());
        ServiceException tooLarge = ServiceException.of(
                ErrorCode.CONFLICT, "The request has been done, and its answer was too large to be kept.");
        Answer instead = ErrorAnswers.of(ErrorBody.of(tooLarge, Optional.of(requestId)), false);
        return new KeptAnswer(instead.status(), instead.body());
    }

    private static Answer answer(HttpExchange exchange, Route route, ReplyEnvelope reply) {
        return ReplyAnswers.of(reply, route, exchange);
    }
}
