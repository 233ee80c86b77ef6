package dev.gatehouse.benchmarks.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The live objects of a JVM. */
public final class LiveHeap {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private LiveHeap() {}

    /**
     * How many bytes they are. The JVM collects its garbage for that.
     *
     * @param histogram where it is written down how many there are of which class
     */
    public static long of(ServerProcess process, Path histogram) {
        String classes = Jcmd.run(process, "GC.class_histogram");
        Matcher total = TOTAL.matcher(classes);
        if (!total.find()) {
            throw new LoadException("jcmd tells no total: " + classes);
        }
        try {
            Files.writeString(histogram, classes);
        } catch (IOException e) {
            throw new LoadException("the histogram cannot be kept: " + e.getMessage(), e);
        }
        return Long.parseLong(total.group(1));
    }
}
