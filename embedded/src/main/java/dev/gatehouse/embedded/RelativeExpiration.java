package dev.gatehouse.embedded;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.qpid.server.protocol.v0_8.MessageMetaData;
import org.apache.qpid.server.protocol.v0_8.transport.BasicContentHeaderProperties;
import org.apache.qpid.server.store.MessageStore;
import org.jspecify.annotations.Nullable;

/**
 * A message store that takes the expiration of a message for what it is in AMQP 0-9-1, milliseconds from now on, where Broker-J takes it for a
 * point in time. Its {@code queue.minimumMessageTtl} is no remedy: it changes a message that is in the queue already, and one in
 * some thousands is dropped as expired before that. Consumers see the point in time.
 */
final class RelativeExpiration implements InvocationHandler {
    private final MessageStore store;

    private RelativeExpiration(MessageStore store) {
        this.store = store;
    }

    static MessageStore of(MessageStore store) {
        return (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(),
                new Class<?>[] {MessageStore.class},
                new RelativeExpiration(store));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("addMessage")
                && arguments != null
                && arguments[0] instanceof MessageMetaData message) {
            makeAbsolute(message);
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static void makeAbsolute(MessageMetaData message) {
        BasicContentHeaderProperties properties = message.getContentHeaderBody().getProperties();
        if (properties.hasExpiration()) {
            properties.setExpiration(System.currentTimeMillis() + properties.getExpiration());
        }
    }
}
