package dev.gatehouse.benchmarks.load;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.gatehouse.benchmarks.system.LoadException;
import java.io.IOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another JVM has allocated so far, asked of itself over a local management agent. */
final class Allocation implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final ObjectName threads;

    private Allocation(JMXConnector connector) throws IOException, JMException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
        this.threads = new ObjectName("java.lang:type=Threading");
    }

    // What is deserialised comes from a child of this process, by way of an address that it has told over its own
    // socket.
    @SuppressWarnings("BanJNDI")
    static Allocation of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new Allocation(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException | JMException e) {
            throw new LoadException("process " + pid + " does not tell what it allocates: " + e, e);
        }
    }

    /** By all threads; what virtual threads allocate counts for those that carry them. */
    long bytes() {
        try {
            return (Long) server.getAttribute(threads, "TotalThreadAllocatedBytes");
        } catch (IOException | JMException e) {
            throw new LoadException("a process does not tell what it allocates: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
