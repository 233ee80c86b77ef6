package dev.gatehouse.common.reload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is in force and what was refused last, for operators.
 *
 * @param version counts what has been in force since the process started, from 1
 * @param digest of the contents of all files; the same in every process that works with the same files
 * @param loadedAt since when it is in force
 * @param files how many files it depends on
 * @param refused the last reading that failed, while the files are still as they were then
 * @param needingRestart the keys whose new values take effect with a restart only, sorted
 * @param values the values that hold, one {@code key = value} each, secrets hidden
 */
public record ReloadStatus(
        int version,
        String digest,
        Instant loadedAt,
        int files,
        Optional<Refusal> refused,
        List<String> needingRestart,
        List<String> values) {
    public ReloadStatus {
        needingRestart = List.copyOf(needingRestart);
        values = List.copyOf(values);
    }

    /**
     * A reading that failed.
     *
     * @param digest of the files as they were
     * @param problems each with its file and line where that is known
     */
    public record Refusal(Instant at, String digest, List<String> problems) {
        public Refusal {
            problems = List.copyOf(problems);
        }
    }

    ReloadStatus refusing(Refusal refusal) {
        return new ReloadStatus(version, digest, loadedAt, files, Optional.of(refusal), needingRestart, values);
    }

    ReloadStatus refusingNothing() {
        return new ReloadStatus(version, digest, loadedAt, files, Optional.empty(), needingRestart, values);
    }
}
