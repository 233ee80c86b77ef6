package dev.gatehouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What PostgreSQL's {@code postmaster.pid} says of the server that wrote it: line 1 is its process number, line 2 its data directory, line 3 the
 * second in which it started. After a reboot the number may belong to any other process, another PostgreSQL server included.
 *
 * @param processId empty if the file does not say
 * @param directory empty if the file does not say
 * @param started empty if the file does not say
 */
record LockFile(Optional<Long> processId, Optional<Path> directory, Optional<Instant> started) {
    private static final String SERVER_COMMAND = "postgres";

    /** The system and the server take the time of the start one after the other, and not from the same clock. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(10);

    static LockFile read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return new LockFile(
                number(lines, 0),
                line(lines, 1).flatMap(LockFile::path),
                number(lines, 2).flatMap(LockFile::instant));
    }

    /** The process that has the number now. */
    Optional<ProcessHandle> process() {
        return processId.flatMap(ProcessHandle::of);
    }

    /** Whether the process is the server that wrote the file, and works on the directory. */
    boolean isHeldBy(ProcessHandle process, Path dir) {
        return isHeldBy(process, dir, workingDirectory(process));
    }

    /**
     * A server works in its data directory, which tells it for certain. Only Linux shows that, and not for another user's process; else the
     * file's own directory and time have to do.
     */
    boolean isHeldBy(ProcessHandle process, Path dir, Optional<Path> workingDirectory) {
        if (!isServer(process)) {
            return false;
        }
        return workingDirectory
                .map(path -> isSame(path, dir))
                .orElseGet(() -> directory.filter(path -> isSame(path, dir)).isPresent() && hasStartedThen(process));
    }

    private boolean hasStartedThen(ProcessHandle process) {
        Optional<Instant> really = process.info().startInstant();
        return started.isPresent()
                && really.isPresent()
                && Duration.between(started.get(), really.get()).abs().compareTo(START_TOLERANCE) <= 0;
    }

    private static boolean isServer(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).endsWith(SERVER_COMMAND))
                .orElse(false);
    }

    private static Optional<Path> workingDirectory(ProcessHandle process) {
        try {
            return Optional.of(
                    Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> line(List<String> lines, int index) {
        return lines.size() > index ? Optional.of(lines.get(index).strip()) : Optional.empty();
    }

    private static Optional<Long> number(List<String> lines, int index) {
        try {
            return line(lines, index).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(long second) {
        try {
            return Optional.of(Instant.ofEpochSecond(second));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
