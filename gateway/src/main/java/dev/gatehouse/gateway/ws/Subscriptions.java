package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.push.PushKeys;
import dev.gatehouse.gateway.push.Pushes;
import dev.gatehouse.gateway.push.TopicRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The topics of one session. Confined to its lane, because to be bound takes time, and the next frame may take it back. */
final class Subscriptions {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Pushes pushes;
    private final Line line;
    private final int most;

    Subscriptions(Pushes pushes, Line line, int most) {
        this.pushes = pushes;
        this.line = line;
        this.most = most;
    }

    /** Answers when every push to the topic arrives. */
    void add(ClientMessage.Subscribe message, TopicRules rules, RpcContext.Caller caller, EventStream stream) {
        Optional<String> id = Optional.of(message.id());
        String topic = message.topic();
        if (!rules.allows(topic, caller)) {
            line.fail(id, ServiceException.of(ErrorCode.FORBIDDEN, "The topic is not for this client."));
            return;
        }
        if (!pushes.isOpen()) {
            // It may come back in time, but whoever waits for that holds the next frames up.
            line.fail(id, ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted());
            return;
        }
        if (!stream.topics().add(topic, most)) {
            line.fail(id, ServiceException.overloaded("There are too many subscriptions.", RETRY_AFTER));
            return;
        }
        try {
            pushes.join(List.of(PushKeys.topic(topic)), stream);
            if (stream.isOver()) {
                // Another connection has resumed the stream, and has ended it in the meantime.
                pushes.leave(List.of(PushKeys.topic(topic)), stream);
            }
            line.send(ServerMessages.topicResult(message.id(), topic));
        } catch (ServiceException e) {
            stream.topics().remove(topic);
            line.fail(id, e);
        }
    }

    /** Takes a topic back; one that was not subscribed to is not there either way. */
    void remove(ClientMessage.Unsubscribe message, EventStream stream) {
        stream.topics().remove(message.topic());
        pushes.leave(List.of(PushKeys.topic(message.topic())), stream);
        line.send(ServerMessages.topicResult(message.id(), message.topic()));
    }

    /** Takes back what the client may not have any more. */
    void keepAllowed(TopicRules rules, RpcContext.Caller caller, EventStream stream) {
        List<String> forbidden = stream.topics().removeUnless(topic -> rules.allows(topic, caller));
        pushes.leave(forbidden.stream().map(PushKeys::topic).toList(), stream);
    }
}
