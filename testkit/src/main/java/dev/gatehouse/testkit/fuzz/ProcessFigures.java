package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Java process of this machine holds (Linux).
 *
 * @param heapBytes of live objects
 * @param threads of the operating system
 * @param virtualThreads that are not over
 * @param files that are open, sockets among them
 */
public record ProcessFigures(long heapBytes, int threads, int virtualThreads, int files) {
    private static final long MIB = 1 << 20;
    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final long HEAP_TOLERANCE = 24 * MIB;
    /** The compiler and the collector of garbage have more of them at times. */
    private static final int THREAD_TOLERANCE = 12;

    private static final int VIRTUAL_THREAD_TOLERANCE = 4;
    private static final int FILE_TOLERANCE = 4;
    private static final Pattern HEAP_TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern VIRTUAL = Pattern.compile("\"virtual\"\\s*:\\s*\"?true");

    /** Asks a process, which collects its garbage for that. */
    static ProcessFigures of(long pid, Path directory) {
        try {
            Matcher total = HEAP_TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
            if (!total.find()) {
                throw new IllegalStateException("jcmd says nothing of the heap");
            }
            Path dump = directory.resolve("threads.json");
            String dumped = jcmd(pid, "Thread.dump_to_file", "-overwrite", "-format=json", dump.toString());
            if (!Files.exists(dump)) {
                throw new IllegalStateException("jcmd says: " + dumped);
            }
            return new ProcessFigures(
                    Long.parseLong(total.group(1)),
                    threads(pid),
                    (int) VIRTUAL.matcher(Files.readString(dump)).results().count(),
                    files(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time of all threads. */
    static long cpuMicros(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name of the command, in brackets, may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MICROS_PER_TICK;
    }

    private static int threads(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static int files(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return (int) files.count();
        }
    }

    private static String jcmd(long pid, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("jcmd says: " + output);
        }
        return output;
    }

    /** Whether a process is back where it began, within what varies from one look to another. */
    boolean isBackTo(ProcessFigures start) {
        return heapBytes <= start.heapBytes + HEAP_TOLERANCE
                && threads <= start.threads + THREAD_TOLERANCE
                && virtualThreads <= start.virtualThreads + VIRTUAL_THREAD_TOLERANCE
                && files <= start.files + FILE_TOLERANCE;
    }

    @Override
    public String toString() {
        return "%d MiB live, %d threads, %d virtual threads, %d files"
                .formatted(heapBytes / MIB, threads, virtualThreads, files);
    }
}
