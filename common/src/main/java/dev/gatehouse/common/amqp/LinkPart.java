package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Connection;
import java.io.IOException;

/**
 * What lives on a connection and is opened anew on each one: a publisher or a consumer. Only the thread of the {@link ConnectionLink}
 * opens it. A class and not an interface, so that these methods stay out of sight of other packages.
 */
abstract class LinkPart {
    /** For the log. */
    abstract String partName();

    abstract boolean isOpen();

    /** Whether it makes sense to open it now. */
    boolean canOpen() {
        return true;
    }

    /** Opens a channel on the connection, declares what the part needs, and begins to work. */
    abstract void open(Connection connection) throws IOException;

    /** Looks whether what the part needs is still there on the broker, and closes the part where it is not. */
    void verify(Connection connection) throws IOException {}

    /** The broker takes no messages for now. */
    void blocked() {}
}
