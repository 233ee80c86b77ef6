package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.peer.Load;
import dev.gatehouse.benchmarks.system.ProcessUsage;
import dev.gatehouse.benchmarks.system.ServerProcess;
import java.io.IOException;
import java.util.function.Supplier;

/** A process whose use of CPU and memory is measured while something is done with it. */
public final class MeasuredProcess implements AutoCloseable {
    private final ServerProcess process;
    private final Allocation allocation;

    public MeasuredProcess(ServerProcess process) {
        this.process = process;
        this.allocation = Allocation.of(process.pid());
    }

    public Sample during(Supplier<Load> work) {
        long pid = process.pid();
        long allocated = allocation.bytes();
        long cpu = ProcessUsage.cpuMicros(pid);
        Load load = work.get();
        double requests = Math.max(1, load.requests());
        double cpuMicros = (ProcessUsage.cpuMicros(pid) - cpu) / requests;
        double allocatedBytes = (allocation.bytes() - allocated) / requests;
        return new Sample(load, cpuMicros, allocatedBytes, ProcessUsage.residentBytes(pid));
    }

    @Override
    public void close() throws IOException {
        allocation.close();
    }
}
