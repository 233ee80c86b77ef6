package dev.gatehouse.embedded;

import java.lang.reflect.Field;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;
import org.apache.qpid.server.store.MessageStore;
import org.apache.qpid.server.virtualhost.AbstractVirtualHost;

/** What has to be changed in Broker-J and has no setting: found by name, and known to be there in the version that is built with. */
final class BrokerInternals {
    private BrokerInternals() {}

    /**
     * Takes out the broker's shutdown hook, which would close it at the same time as the process closes the broker's clients: these would take
     * an orderly end for the loss of the broker. The broker is closed by whoever started it.
     */
    static void removeShutdownHook(SystemConfig<?> system) throws ReflectiveOperationException {
        Field hook = field(BrokerImpl.class, "_shutdownHook");
        Runtime.getRuntime().removeShutdownHook((Thread) hook.get(system.getContainer()));
    }

    /** Puts a {@link RelativeExpiration} in front of the store of each virtual host, before any client has opened a channel. */
    static void useRelativeExpiration(SystemConfig<?> system) throws ReflectiveOperationException {
        Field store = field(AbstractVirtualHost.class, "_messageStore");
        Broker<?> broker = (Broker<?>) system.getContainer();
        for (VirtualHostNode<?> node : broker.getVirtualHostNodes()) {
            Object host = node.getVirtualHost();
            store.set(host, RelativeExpiration.of((MessageStore) store.get(host)));
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
