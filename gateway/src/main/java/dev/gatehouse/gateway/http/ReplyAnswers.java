package dev.gatehouse.gateway.http;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.gateway.call.Failures;
import dev.gatehouse.gateway.route.Access;
import dev.gatehouse.gateway.route.Route;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a service's reply into an answer: the bytes of success as they came, a failure under this request's id. */
final class ReplyAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyAnswers.class);

    private ReplyAnswers() {}

    static Answer of(ReplyEnvelope reply, Route route, HttpExchange exchange) {
        String requestId = exchange.requestId();
        boolean tokenSent = exchange.isTokenSent();
        return switch (reply) {
            case ReplyEnvelope.Success success ->
                isPublic(route)
                        ? publicData(success, route, exchange.headers(HeaderNames.IF_NONE_MATCH))
                        : success(success, route);
            case ReplyEnvelope.Failure failure -> ErrorAnswers.of(Failures.of(failure, requestId), tokenSent);
            case ReplyEnvelope.Malformed(String reason) -> {
                LOG.warn("{}: the service's reply to request {} is no envelope: {}", route.name(), requestId, reason);
                yield ErrorAnswers.of(ServiceException.of(ErrorCode.RPC_BAD_RESPONSE), requestId, tokenSent);
            }
        };
    }

    private static Answer success(ReplyEnvelope.Success success, Route route) {
        List<Header> headers = List.of(AnswerHeaders.NO_STORE);
        return route.reply().envelope()
                ? new Answer(route.reply().status(), success.body(), 0, success.body().length, headers)
                : new Answer(route.reply().status(), success.body(), success.dataStart(), success.dataEnd(), headers);
    }

    /** Tagged, and left out where the client has the same already. */
    private static Answer publicData(ReplyEnvelope.Success success, Route route, List<String> ifNoneMatch) {
        EntityTag tag = EntityTag.of(success.body(), success.dataStart(), success.dataEnd());
        List<Header> headers = List.of(AnswerHeaders.PUBLIC_FOR_A_MINUTE, tag.header());
        Answer answer =
                new Answer(route.reply().status(), success.body(), success.dataStart(), success.dataEnd(), headers);
        return tag.isKnown(ifNoneMatch) ? answer.notModified() : answer;
    }

    /** Bare data that is got without a token is the same for everybody, and documents of that kind are meant to be cached. */
    private static boolean isPublic(Route route) {
        return !route.reply().envelope()
                && route.access().auth() == Access.Auth.NONE
                && route.endpoint().map(Route.Endpoint::method).orElse("").equals("GET");
    }
}
