package dev.gatehouse.standalone;

import com.sun.management.OperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.management.VirtualThreadSchedulerMXBean;

/** The counters of another JVM on this machine, read over JMX. Confined to the test's thread. */
final class ProcessCounters implements AutoCloseable {
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final List<MemoryPoolMXBean> heapPools;
    private final OperatingSystemMXBean system;
    private final VirtualThreadSchedulerMXBean scheduler;

    private ProcessCounters(JMXConnector connector) throws IOException {
        this.connector = connector;
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
        heapPools = ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class).stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        system = ManagementFactory.getPlatformMXBean(beans, OperatingSystemMXBean.class);
        scheduler = ManagementFactory.getPlatformMXBean(beans, VirtualThreadSchedulerMXBean.class);
    }

    /** Attaches to a process that the test has started: what it says is trusted. */
    @SuppressWarnings("BanJNDI")
    static ProcessCounters attach(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
                return new ProcessCounters(JMXConnectorFactory.connect(url));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** Collects garbage, forgets all peaks, and returns how many bytes of the heap are in use. */
    long liveHeapBytes() {
        memory.gc();
        heapPools.forEach(MemoryPoolMXBean::resetPeakUsage);
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** The most bytes of the heap that were in use since the last peaks were forgotten, each of its pools by itself; garbage counts. */
    long peakHeapBytes() {
        return heapPools.stream()
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    /** What the process has used of processors since its start. */
    Duration processorTime() {
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    /** Virtual threads that are running at this moment, and so hold a carrier. */
    int mountedVirtualThreads() {
        return scheduler.getMountedVirtualThreadCount();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
