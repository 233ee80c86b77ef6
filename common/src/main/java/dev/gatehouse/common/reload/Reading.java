package dev.gatehouse.common.reload;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What comes of reading the files: something to work with, or everything that is wrong with them.
 *
 * @param <T> what the files make; immutable
 */
public sealed interface Reading<T> {
    /** Every file and directory that the outcome depends on, whether it is there or not. */
    Set<Path> files();

    /**
     * Files that can be used.
     *
     * @param needingRestart the keys whose new values take effect with a restart only
     * @param effective the values that hold, one {@code key = value} each, secrets hidden
     */
    record Made<T>(T value, Set<Path> files, List<String> needingRestart, List<String> effective)
            implements Reading<T> {
        public Made {
            files = Set.copyOf(files);
            needingRestart = List.copyOf(needingRestart);
            effective = List.copyOf(effective);
        }
    }

    /**
     * Files that cannot be used.
     *
     * @param problems at least one, each with its file and line where that is known
     */
    record Refused<T>(List<String> problems, Set<Path> files) implements Reading<T> {
        public Refused {
            problems = List.copyOf(problems);
            files = Set.copyOf(files);
        }
    }
}
