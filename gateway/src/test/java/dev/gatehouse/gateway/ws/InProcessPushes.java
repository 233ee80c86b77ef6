package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.push.Push;
import dev.gatehouse.gateway.push.PushSubscriber;
import dev.gatehouse.gateway.push.Pushes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Pushes within one process, without a broker. Thread-safe. */
public final class InProcessPushes implements Pushes {
    final Map<String, Set<PushSubscriber>> subscribers = new ConcurrentHashMap<>();
    volatile boolean open = true;
    /** What whoever joins has to wait for. */
    volatile Runnable joining = () -> {};

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void join(Collection<String> routingKeys, PushSubscriber subscriber) {
        if (!open) {
            throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE).notExecuted();
        }
        joining.run();
        routingKeys.forEach(key -> subscribers
                .computeIfAbsent(key, some -> ConcurrentHashMap.newKeySet())
                .add(subscriber));
    }

    @Override
    public void leave(Collection<String> routingKeys, PushSubscriber subscriber) {
        routingKeys.forEach(key -> subscribers.computeIfPresent(key, (same, some) -> {
            some.remove(subscriber);
            return some.isEmpty() ? null : some;
        }));
    }

    /** Pushes an event with a number for its payload. */
    synchronized void push(String routingKey, int number) {
        Optional<String> topic =
                routingKey.startsWith("topic.") ? Optional.of(routingKey.substring(6)) : Optional.empty();
        String tail = "\"event\":\"test\","
                + topic.map(name -> "\"topic\":\"" + name + "\",").orElse("") + "\"payload\":{\"n\":" + number + "}}";
        Push push = new Push(topic, "test", tail.getBytes(StandardCharsets.UTF_8));
        subscribers.getOrDefault(routingKey, Set.of()).forEach(subscriber -> subscriber.pushed(push));
    }

    /** As if the broker had been away. */
    synchronized void miss() {
        subscribers.values().stream().flatMap(Set::stream).distinct().forEach(PushSubscriber::missed);
    }
}
