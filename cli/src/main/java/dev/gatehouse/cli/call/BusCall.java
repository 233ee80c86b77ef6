package dev.gatehouse.cli.call;

import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.amqp.AmqpConnections;
import dev.gatehouse.common.amqp.ProbedBroker;
import dev.gatehouse.common.amqp.TopologyProbe;
import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.rpc.EnvelopeScanner;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.common.rpc.RpcClient;
import dev.gatehouse.common.rpc.RpcClientConfig;
import dev.gatehouse.common.rpc.RpcRequest;
import dev.gatehouse.common.telemetry.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A request over the bus, as the gateway would send it. */
final class BusCall implements Call {
    private static final String NAME = "gatehouse-call";
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(2);

    private final AmqpConfig broker;
    private final RpcRequest request;

    BusCall(AmqpConfig broker, RpcRequest request) {
        this.broker = broker;
        this.request = request;
    }

    /** Connects once to learn why that fails, where it does: the connections of the client keep trying in silence. */
    @Override
    public Answer send() {
        return switch (TopologyProbe.connect(broker, NAME)) {
            case ProbedBroker.Unreachable(String reason) -> new Answer.Unreached(broker.address() + ": " + reason);
            case ProbedBroker.Connected(TopologyProbe probe) -> {
                probe.close();
                yield sendOverConnections();
            }
        };
    }

    private Answer sendOverConnections() {
        try (AmqpConnections connections = new AmqpConnections(broker, NAME);
                RpcClient client = new RpcClient(new RpcClientConfig(request.timeout(), 1), connections)) {
            connections.start();
            client.start();
            return awaitReady(connections)
                    ? exchange(client)
                    : new Answer.Unreached(broker.address() + ": no queue for the reply within "
                            + broker.operationTimeout() + "; ./gatehouse check --broker tells why");
        }
    }

    private boolean awaitReady(AmqpConnections connections) {
        long until = System.nanoTime() + broker.operationTimeout().toNanos();
        while (!connections.isReady()) {
            if (System.nanoTime() > until || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
        }
        return true;
    }

    private Answer exchange(RpcClient client) {
        RequestContext context = RequestContext.accept(Optional.empty(), Optional.empty());
        AtomicReference<Answer> answer = new AtomicReference<>(new Answer.Unreached("nothing was sent"));
        context.run(() -> {
            try {
                answer.set(reply(client.call(request)));
            } catch (ServiceException e) {
                answer.set(failure(e, context.requestId()));
            }
        });
        return answer.get();
    }

    private static Answer reply(byte[] body) {
        return switch (EnvelopeScanner.scan(body)) {
            case ReplyEnvelope.Success _ -> new Answer.Received(true, List.of(), body, "");
            case ReplyEnvelope.Failure _ -> new Answer.Received(false, List.of(), body, "");
            case ReplyEnvelope.Malformed(String reason) ->
                new Answer.Received(
                        false,
                        List.of(),
                        body,
                        "the reply is not an envelope, of which the gateway would make rpc.bad_response: " + reason);
        };
    }

    /** No service has answered. What the gateway would tell is the answer, and beside it stands what that means here. */
    private Answer failure(ServiceException failure, String requestId) {
        byte[] body = Json.mapper().writeValueAsBytes(ErrorBody.of(failure, Optional.of(requestId)));
        return new Answer.Received(false, List.of(), body, remark(failure));
    }

    private String remark(ServiceException failure) {
        String key = request.routingKey();
        boolean notExecuted =
                failure.outcome().filter(Outcome.NOT_EXECUTED::equals).isPresent();
        if (failure.code() == ErrorCode.RPC_UNAVAILABLE && notExecuted) {
            return "no queue is bound to " + key + ": nobody got the request";
        }
        if (failure.code() == ErrorCode.RPC_TIMEOUT) {
            return "no reply to " + key + " within " + request.timeout()
                    + " (--timeout): a service may have done it, or may yet";
        }
        return key + ": " + failure.text() + (notExecuted ? " Nobody got the request." : "");
    }
}
