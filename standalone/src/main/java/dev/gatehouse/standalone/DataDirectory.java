package dev.gatehouse.standalone;

import dev.gatehouse.common.lifecycle.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Where a standalone system keeps everything: one system at a time, which holds its lock until it ends, however it ends. */
final class DataDirectory implements AutoCloseable {
    private static final int MASTER_KEY_BYTES = 32;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path dir;
    private final FileChannel lock;

    private DataDirectory(Path dir, FileChannel lock) {
        this.dir = dir;
        this.lock = lock;
    }

    /** Makes the directory where it is missing, and locks it. Throws {@link StartException} where another system holds it. */
    static DataDirectory open(Path dir) {
        try {
            Files.createDirectories(dir, OWNER_ONLY_DIRECTORY);
            FileChannel channel =
                    FileChannel.open(dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new StartException("another Gatehouse runs on the data in " + dir
                        + ": stop it, or name another directory with --data");
            }
            return new DataDirectory(dir, channel);
        } catch (IOException e) {
            throw new StartException("the data directory " + dir + " (option --data) cannot be used: " + e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path postgres() {
        return dir.resolve("postgres");
    }

    Path logs() {
        return dir.resolve("log");
    }

    Path broker() {
        return dir.resolve("broker");
    }

    /** The file with the master key, made on first use: whoever can read it can forge tokens. */
    Path masterKeyFile() {
        Path file = dir.resolve("master-key");
        if (!Files.exists(file)) {
            byte[] key = new byte[MASTER_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            try {
                // Whole or not at all, even where the process is killed now.
                Path whole = Files.createTempFile(dir, "master-key", ".new", OWNER_ONLY_FILE);
                Files.writeString(whole, Base64.getEncoder().encodeToString(key) + "\n");
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new StartException("the master key cannot be written to " + file + ": " + e);
            }
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
