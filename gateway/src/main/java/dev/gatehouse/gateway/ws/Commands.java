package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.EnvelopeScanner;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.common.rpc.RpcCaller;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.common.telemetry.RequestContext;
import dev.gatehouse.gateway.call.AccessLog;
import dev.gatehouse.gateway.call.Authorisation;
import dev.gatehouse.gateway.call.Failures;
import dev.gatehouse.gateway.call.OnceCalls;
import dev.gatehouse.gateway.call.RequestAssembly;
import dev.gatehouse.gateway.idempotency.KeyedRequest;
import dev.gatehouse.gateway.idempotency.Result;
import dev.gatehouse.gateway.limit.RateLimiter;
import dev.gatehouse.gateway.limit.Subject;
import dev.gatehouse.gateway.route.Access;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.gateway.route.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what commands ask for: by the routes that HTTP requests go by, with the same permissions, limits, checks and deadlines. Thread-safe. */
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final String UNKNOWN_ROUTE = "-";

    private final SessionTokens tokens;
    private final RateLimiter limiter;
    private final RpcCaller rpc;
    private final OnceCalls once;

    Commands(SessionTokens tokens, RateLimiter limiter, RpcCaller rpc, OnceCalls once) {
        this.tokens = tokens;
        this.limiter = limiter;
        this.rpc = rpc;
        this.once = once;
    }

    /**
     * Who sends a command.
     *
     * @param token the latest of the session
     */
    record Sender(String token, Optional<InetAddress> address) {
        /** Never the token. */
        @Override
        public String toString() {
            return "Sender[" + address + "]";
        }
    }

    /** The one answer to a command. Blocks the current (virtual) thread until it is there; never throws. */
    OutFrame answer(ClientMessage.Command command, RouteTable routes, Sender sender) {
        long begun = System.nanoTime();
        Optional<Route> route = routes.named(command.route());
        RequestContext context = RequestContext.accept(Optional.empty(), Optional.empty());
        CommandAnswer[] answer = new CommandAnswer[1];
        context.run(() -> {
            answer[0] = answer(command, route, sender, context.requestId());
            AccessLog.command(
                    route.map(Route::name).orElse(UNKNOWN_ROUTE),
                    answer[0].result(),
                    Duration.ofNanos(System.nanoTime() - begun));
        });
        return answer[0].frame(command.id());
    }

    private CommandAnswer answer(
            ClientMessage.Command command, Optional<Route> route, Sender sender, String requestId) {
        try {
            return answer(
                    command, route.orElseThrow(() -> ServiceException.of(ErrorCode.NOT_FOUND)), sender, requestId);
        } catch (ServiceException e) {
            return CommandAnswer.error(ErrorBody.of(e, Optional.of(requestId)));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{}: command {} failed", command.route(), requestId, e);
            ServiceException failure = ServiceException.of(ErrorCode.INTERNAL_ERROR);
            return CommandAnswer.error(ErrorBody.of(failure, Optional.of(requestId)));
        }
    }

    private CommandAnswer answer(ClientMessage.Command command, Route route, Sender sender, String requestId) {
        SessionTokens.Identity identity = tokens.identity(sender.token());
        boolean known = route.access().auth() != Access.Auth.NONE;
        if (known) {
            Authorisation.check(route.access(), identity.caller());
        }
        count(route, known ? Optional.of(identity) : Optional.empty(), sender);
        if (command.payload().length > route.request().maxBodyBytes()) {
            throw ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE);
        }
        byte[] body = RequestAssembly.assemble(route, command.payload(), sender.token());
        return switch (route.target()) {
            case Target.Rpc(String routingKey, Duration timeout) -> {
                RpcRequest request = new RpcRequest(
                        routingKey,
                        body,
                        command.timeout()
                                .filter(own -> own.compareTo(timeout) < 0)
                                .orElse(timeout),
                        known ? Optional.of(identity.caller()) : Optional.empty(),
                        sender.address().map(InetAddress::getHostAddress));
                yield command.clientMessageId()
                        .map(key -> once(route, identity, request, key, requestId))
                        .orElseGet(() -> of(EnvelopeScanner.scan(rpc.call(request)), route, requestId));
            }
            case Target.FixedData(byte[] json) -> CommandAnswer.data(json);
            case Target.FixedError fixed -> CommandAnswer.error(Failures.of(fixed, requestId));
        };
    }

    private void count(Route route, Optional<SessionTokens.Identity> identity, Sender sender) {
        route.rateLimit().ifPresent(limit -> {
            Subject subject = Subject.of(
                    limit.per(),
                    identity.map(known -> known.caller().accountId().toString()),
                    sender.address());
            var decision = limiter.take(route.name(), limit, subject);
            if (!decision.allowed()) {
                throw ServiceException.of(ErrorCode.RATE_LIMITED).retryAfter(decision.retryAfter());
            }
        });
    }

    private CommandAnswer once(
            Route route, SessionTokens.Identity identity, RpcRequest request, String key, String requestId) {
        String requester = "session " + identity.caller().sessionId();
        KeyedRequest keyed = KeyedRequest.of(route.name(), requester, key, request.body());
        OnceCalls.Rendering<CommandAnswer> rendering =
                CommandAnswer.rendering(reply -> of(reply, route, requestId), requestId);
        return switch (once.once(keyed, request, rpc::call, rendering)) {
            case Result.Own<CommandAnswer>(CommandAnswer answer) -> answer;
            case Result.Replayed<CommandAnswer> replayed -> CommandAnswer.replayed(replayed.answer());
        };
    }

    private static CommandAnswer of(ReplyEnvelope reply, Route route, String requestId) {
        return switch (reply) {
            case ReplyEnvelope.Success success -> CommandAnswer.data(success);
            case ReplyEnvelope.Failure failure -> CommandAnswer.error(Failures.of(failure, requestId));
            case ReplyEnvelope.Malformed(String reason) -> {
                LOG.warn("{}: the service's reply to command {} is no envelope: {}", route.name(), requestId, reason);
                throw ServiceException.of(ErrorCode.RPC_BAD_RESPONSE);
            }
        };
    }
}
