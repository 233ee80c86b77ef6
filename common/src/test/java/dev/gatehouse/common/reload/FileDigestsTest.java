package dev.gatehouse.common.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
    private final FileDigests digests = new FileDigests(InstantSource.system());

    @TempDir
    Path dir;

    @Test
    void changedContentsChangeTheDigestAndTheOldContentsBringItBack() throws IOException {
        Path file = Files.writeString(dir.resolve("a.yaml"), "one");
        String before = digests.of(Set.of(file));

        Files.writeString(file, "two");
        assertThat(digests.of(Set.of(file))).isNotEqualTo(before);

        Files.writeString(file, "one");
        assertThat(digests.of(Set.of(file))).isEqualTo(before);
    }

    @Test
    void aSecondWriteWithinOneTickOfTheFileSystemsClockIsSeen() throws IOException {
        Path file = Files.writeString(dir.resolve("a.yaml"), "one");
        FileTime tick = Files.getLastModifiedTime(file);
        String before = digests.of(Set.of(file));

        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, tick);

        assertThat(digests.of(Set.of(file))).isNotEqualTo(before);
    }

    @Test
    void aFileThatWasReadAfterItHadSettledIsNotReadAgain() throws IOException {
        Path file = Files.writeString(dir.resolve("a.yaml"), "one");
        FileTime tick = Files.getLastModifiedTime(file);
        FileDigests later = new FileDigests(() -> Instant.now().plus(Duration.ofMinutes(1)));
        String before = later.of(Set.of(file));

        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, tick);

        assertThat(later.of(Set.of(file))).isEqualTo(before);
    }

    @Test
    void aMissingFileThatComesIsAChange() throws IOException {
        Path file = dir.resolve("a.yaml");
        String missing = digests.of(Set.of(file));
        Files.writeString(file, "");
        assertThat(digests.of(Set.of(file))).isNotEqualTo(missing);
        Files.delete(file);
        assertThat(digests.of(Set.of(file))).isEqualTo(missing);
    }

    @Test
    void aDirectoryCountsByTheNamesOfItsYamlFiles() throws IOException {
        String empty = digests.of(Set.of(dir));
        Files.writeString(dir.resolve(".a.yaml.swp"), "");
        assertThat(digests.of(Set.of(dir))).isEqualTo(empty);
        Files.writeString(dir.resolve("a.yaml"), "");
        assertThat(digests.of(Set.of(dir))).isNotEqualTo(empty);
    }

    /** As the kubelet does: the files are links into ..data, which is itself a link that is replaced as a whole. */
    @Test
    void theSwapOfAMountedConfigMapIsAChange() throws IOException {
        Files.writeString(Files.createDirectory(dir.resolve("..1")).resolve("a.yaml"), "one");
        Files.writeString(Files.createDirectory(dir.resolve("..2")).resolve("a.yaml"), "two");
        Files.createSymbolicLink(dir.resolve("..data"), Path.of("..1"));
        Path file = Files.createSymbolicLink(dir.resolve("a.yaml"), Path.of("..data", "a.yaml"));
        FileTime same = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(dir.resolve("..1/a.yaml"), same);
        Files.setLastModifiedTime(dir.resolve("..2/a.yaml"), same);
        String before = digests.of(Set.of(dir, file));

        Path next = Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of("..2"));
        Files.move(next, dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(digests.of(Set.of(dir, file))).isNotEqualTo(before);
    }

    @Test
    void equalFilesInTwoPlacesHaveOneDigest() throws IOException {
        Path one = Files.writeString(Files.createDirectory(dir.resolve("one")).resolve("a.yaml"), "same");
        Path two = Files.writeString(Files.createDirectory(dir.resolve("two")).resolve("a.yaml"), "same");
        assertThat(digests.of(Set.of(one))).isEqualTo(digests.of(Set.of(two)));
    }
}
