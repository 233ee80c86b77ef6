package dev.gatehouse.embedded;

import java.lang.reflect.Field;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.SystemConfig;

/**
 * The shutdown hook that Broker-J installs and has no setting for. It would close the broker at the same time as the process closes the
 * broker's clients, which then take an orderly end for the loss of the broker.
 */
final class BrokerShutdownHook {
    private static final String FIELD = "_shutdownHook";

    private BrokerShutdownHook() {}

    /** Takes the hook out; the broker is closed by whoever started it. */
    static void remove(SystemConfig<?> system) {
        if (!(system.getContainer() instanceof BrokerImpl broker)) {
            throw new EmbeddedServerException("the embedded broker is of an unexpected type");
        }
        try {
            Field field = BrokerImpl.class.getDeclaredField(FIELD);
            field.setAccessible(true);
            Runtime.getRuntime().removeShutdownHook((Thread) field.get(broker));
        } catch (NoSuchFieldException | IllegalAccessException e) {
            throw new EmbeddedServerException("the embedded broker's shutdown hook cannot be taken out", e);
        }
    }
}
