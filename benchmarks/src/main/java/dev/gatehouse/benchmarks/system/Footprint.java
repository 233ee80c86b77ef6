package dev.gatehouse.benchmarks.system;

import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * What a JVM holds when it has nothing to do.
 *
 * @param heapBytes of live objects
 * @param pendingCalls threads that wait for the reply to an RPC
 */
public record Footprint(long heapBytes, int platformThreads, int virtualThreads, int pendingCalls) {
    private static final long HEAP_TOLERANCE = 12L << 20;
    private static final int THREAD_TOLERANCE = 4;
    private static final String WAITING_FRAME = "PendingCall.await";

    /**
     * Asks a JVM, which collects its garbage for that.
     *
     * @param logs where the histogram and the threads are kept
     * @param name of these files
     */
    public static Footprint of(ServerProcess process, Path logs, String name) {
        long heapBytes = LiveHeap.of(process, logs.resolve(name + "-heap.txt"));
        Path dump = logs.resolve(name + "-threads.json");
        Jcmd.run(process, "Thread.dump_to_file", "-overwrite", "-format=json", dump.toString());
        try {
            return count(heapBytes, Json.mapper().readTree(Files.readAllBytes(dump)));
        } catch (IOException e) {
            throw new LoadException("the footprint cannot be told: " + e.getMessage(), e);
        }
    }

    private static Footprint count(long heapBytes, JsonNode dump) {
        int platform = 0;
        int virtual = 0;
        int pending = 0;
        for (JsonNode container : dump.path("threadDump").path("threadContainers")) {
            for (JsonNode thread : container.path("threads")) {
                boolean isVirtual = thread.path("virtual").asBoolean(false);
                virtual += isVirtual ? 1 : 0;
                platform += isVirtual ? 0 : 1;
                pending += thread.path("stack").toString().contains(WAITING_FRAME) ? 1 : 0;
            }
        }
        return new Footprint(heapBytes, platform, virtual, pending);
    }

    /** Whether a JVM is back where it began, within what varies from one look to another. */
    public boolean isBackTo(Footprint start) {
        return heapBytes <= start.heapBytes + HEAP_TOLERANCE
                && platformThreads <= start.platformThreads + THREAD_TOLERANCE
                && virtualThreads <= start.virtualThreads + THREAD_TOLERANCE
                && pendingCalls <= start.pendingCalls;
    }
}
