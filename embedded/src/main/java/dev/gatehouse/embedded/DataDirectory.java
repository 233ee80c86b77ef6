package dev.gatehouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directory of an embedded PostgreSQL, which a killed process may have left in any state: with a server that still runs, with the
 * lock file of one that does not, or half made.
 */
final class DataDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

    private final Path dir;
    private final Path lockFile;
    private final Path incompleteMarker;

    DataDirectory(Path dir) {
        this.dir = dir;
        this.lockFile = dir.resolve("postmaster.pid");
        this.incompleteMarker = dir.resolveSibling(dir.getFileName() + ".incomplete");
    }

    /** Leaves a directory that a server can be started on, or made in. */
    void prepare() throws IOException {
        Files.createDirectories(dir);
        if (Files.exists(lockFile)) {
            stopLeftOver();
        }
        if (Files.exists(incompleteMarker)) {
            LOG.info("{} was never completed and is made anew", dir);
            deleteContents();
        }
        if (isEmpty()) {
            Files.writeString(incompleteMarker, "The directory beside this file is being made.\n");
        }
    }

    /** The server has been up: from now on the data is kept. */
    void complete() throws IOException {
        Files.deleteIfExists(incompleteMarker);
    }

    /** The server has been asked to stop, which it may not have done in time. */
    void afterStop() throws IOException {
        if (Files.exists(lockFile)) {
            LOG.warn("the database server on {} did not end in order; it recovers when it is started again", dir);
            stopLeftOver();
        }
    }

    private void stopLeftOver() throws IOException {
        LockFile lock = LockFile.read(lockFile);
        Optional<ProcessHandle> holder = lock.process();
        if (holder.isEmpty()) {
            return;
        }
        if (!lock.isHeldBy(holder.get(), dir)) {
            // The number now belongs to another process, which would keep the server from starting.
            LOG.info(
                    "the lock file of a server that has ended is removed from {}: process {} is another one",
                    dir,
                    holder.get().pid());
            Files.delete(lockFile);
            return;
        }
        LOG.warn(
                "a database server left behind by a killed process is stopped (process {})",
                holder.get().pid());
        stop(holder.get());
    }

    /** SIGINT is the fast shutdown, which does not wait for clients; the JDK can only send SIGTERM, which does. */
    private void stop(ProcessHandle server) throws IOException {
        try {
            interrupt(server);
            server.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("process " + server.pid() + " still uses " + dir + " and does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while process " + server.pid() + " stops", e);
        }
    }

    private static void interrupt(ProcessHandle server) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start();
        if (!kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            kill.destroyForcibly();
            throw new IOException("the kill command does not end, so process " + server.pid() + " is not stopped");
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.findAny().isEmpty();
        }
    }

    private void deleteContents() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(dir)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(dir))
                    .toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
