package dev.gatehouse.benchmarks.system;

import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final String WAITING_FRAME = "PendingCall.await";

    /**
     * Asks a JVM, which collects its garbage for that.
     *
     * @param logs where the histogram and the threads are kept
     * @param name of these files
     */
    public static Footprint of(ServerProcess process, Path logs, String name) {
        String pid = Long.toString(process.pid());
        String histogram = jcmd(pid, "GC.class_histogram");
        Path dump = logs.resolve(name + "-threads.json");
        jcmd(pid, "Thread.dump_to_file", "-overwrite", "-format=json", dump.toString());
        try {
            Files.writeString(logs.resolve(name + "-heap.txt"), histogram);
            Matcher total = TOTAL.matcher(histogram);
            if (!total.find()) {
                throw new LoadException("jcmd tells no total: " + histogram);
            }
            return count(Long.parseLong(total.group(1)), Json.mapper().readTree(Files.readAllBytes(dump)));
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

    private static String jcmd(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new LoadException("jcmd says: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new LoadException("jcmd cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }

    /** Whether a JVM is back where it began, within what varies from one look to another. */
    public boolean isBackTo(Footprint start) {
        return heapBytes <= start.heapBytes + HEAP_TOLERANCE
                && platformThreads <= start.platformThreads + THREAD_TOLERANCE
                && virtualThreads <= start.virtualThreads + THREAD_TOLERANCE
                && pendingCalls <= start.pendingCalls;
    }
}
