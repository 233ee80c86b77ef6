package dev.gatehouse.gateway.call;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.EnvelopeScanner;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.gateway.idempotency.Attempt;
import dev.gatehouse.gateway.idempotency.Attempted;
import dev.gatehouse.gateway.idempotency.Idempotency;
import dev.gatehouse.gateway.idempotency.KeptAnswer;
import dev.gatehouse.gateway.idempotency.KeyedRequest;
import dev.gatehouse.gateway.idempotency.Result;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks services once for each key. Thread-safe. */
public final class OnceCalls {
    private static final Logger LOG = LoggerFactory.getLogger(OnceCalls.class);

    private final Idempotency idempotency;

    public OnceCalls(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    /** What becomes of a reply, for its client now and for whoever asks again. */
    public interface Rendering<A> {
        /** What the client gets. */
        A answer(ReplyEnvelope reply);

        /** The same as it is kept. */
        KeptAnswer kept(A answer);

        /** What is kept in place of an answer that is too large. */
        KeptAnswer kept(ServiceException instead);
    }

    /**
     * The answer to a request: its own, or the first one to a request with its key.
     *
     * @param call sends a request to the service
     * @throws ServiceException as {@link Idempotency#once}, and what the call throws
     */
    public <A> Result<A> once(
            KeyedRequest keyed, RpcRequest request, Function<RpcRequest, byte[]> call, Rendering<A> rendering) {
        return idempotency.once(
                keyed,
                request.timeout(),
                attempt -> attempted(
                        attempt,
                        EnvelopeScanner.scan(call.apply(request.as(attempt.messageId(), attempt.left()))),
                        rendering));
    }

    private <A> Attempted<A> attempted(Attempt attempt, ReplyEnvelope reply, Rendering<A> rendering) {
        A answer = rendering.answer(attempt.doubtful() ? honest(reply) : reply);
        return new Attempted<>(
                answer,
                switch (ReplyEndings.of(reply)) {
                    case DEFINITE -> new Attempted.Ending.Done(kept(answer, rendering));
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
    private <A> KeptAnswer kept(A answer, Rendering<A> rendering) {
        KeptAnswer kept = rendering.kept(answer);
        if (kept.body().length <= idempotency.maxAnswerBytes()) {
            return kept;
        }
        LOG.warn("an answer of {} bytes is over idempotency.max-answer", kept.body().length);
        return rendering.kept(ServiceException.of(
                ErrorCode.CONFLICT, "The request has been done, and its answer was too large to be kept."));
    }
}
