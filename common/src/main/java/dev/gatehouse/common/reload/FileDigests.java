package dev.gatehouse.common.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One digest of the contents of many files and of the names of the YAML files in directories. Links are followed each time, so that a link which points
 * elsewhere from now on counts as a change, as with the mounted ConfigMaps of Kubernetes. A file is read again only where its attributes
 * have changed, or have changed so lately that the clock of the file system may not tell two writes apart. Confined to one thread at a time.
 */
final class FileDigests {
    /** Well over the tick of any file system's clock. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final String ABSENT = "absent";
    private static final int SHOWN_BYTES = 8;

    private final InstantSource clock;
    private Map<Path, Seen> seen = Map.of();

    FileDigests(InstantSource clock) {
        this.clock = clock;
    }

    /** The digest of all of them, in hexadecimal digits; the same for the same contents, wherever the files are. */
    String of(Collection<Path> paths) {
        Map<Path, Seen> next = new HashMap<>();
        MessageDigest all = sha256();
        paths.stream().sorted().forEach(path -> {
            Seen now = look(path, seen.get(path));
            next.put(path, now);
            all.update((path.getFileName() + "=" + now.digest() + "\n").getBytes(StandardCharsets.UTF_8));
        });
        seen = next;
        return HexFormat.of().formatHex(Arrays.copyOf(all.digest(), SHOWN_BYTES));
    }

    private Seen look(Path path, @Nullable Seen before) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            Stamp stamp = new Stamp(
                    real,
                    attributes.size(),
                    attributes.lastModifiedTime(),
                    String.valueOf(attributes.fileKey()),
                    attributes.isDirectory());
            if (before != null && before.stamp().equals(stamp) && before.settled()) {
                return before;
            }
            Instant settledFrom = attributes.lastModifiedTime().toInstant().plus(SETTLED);
            String digest = attributes.isDirectory() ? names(real) : contents(real);
            // What is read before it has settled may be written once more without a trace in its attributes.
            return new Seen(stamp, digest, clock.instant().isAfter(settledFrom));
        } catch (NoSuchFileException e) {
            return new Seen(Stamp.NONE, ABSENT, false);
        } catch (IOException | UncheckedIOException | ClosedFileSystemException e) {
            // The stream of a directory's names throws an UncheckedIOException if the directory goes while it is read.
            return new Seen(Stamp.NONE, "unreadable", false);
        }
    }

    private static String contents(Path file) throws IOException {
        return HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
    }

    private static String names(Path directory) throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.map(path -> Objects.toString(path.getFileName()))
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .toString();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record Stamp(Path real, long size, FileTime modified, String key, boolean directory) {
        static final Stamp NONE = new Stamp(Path.of(""), -1, FileTime.fromMillis(0), "", false);
    }

    private record Seen(Stamp stamp, String digest, boolean settled) {}
}
