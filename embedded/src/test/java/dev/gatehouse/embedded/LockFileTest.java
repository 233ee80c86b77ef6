package dev.gatehouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lock file that was left behind, and another database server that has got the number in it since. */
final class LockFileTest {
    @TempDir
    private static Path dir;

    private static Path elsewhere = Path.of("");
    private static Optional<EmbeddedDatabase> stranger = Optional.empty();

    private Path data = Path.of("");

    @BeforeAll
    static void startStranger() {
        elsewhere = dir.resolve("elsewhere");
        stranger = Optional.of(EmbeddedDatabase.start(elsewhere));
    }

    @AfterAll
    static void stopStranger() {
        stranger.ifPresent(EmbeddedDatabase::close);
    }

    @BeforeEach
    void setUp(@TempDir Path own) {
        data = own;
    }

    @Test
    void serverOfAnotherDirectoryIsNotStopped() throws IOException {
        ProcessHandle process = strangersProcess();
        Files.writeString(
                data.resolve("postmaster.pid"),
                process.pid() + "\n" + data + "\n" + started(process).getEpochSecond() + "\n5432\n\n127.0.0.1\n");

        new DataDirectory(data).prepare();

        assertThat(process.isAlive()).isTrue();
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void serverIsKnownByItsWorkingDirectory() throws IOException {
        LockFile lock = LockFile.read(elsewhere.resolve("postmaster.pid"));
        ProcessHandle process = strangersProcess();

        assertThat(lock.isHeldBy(process, elsewhere, Optional.of(elsewhere))).isTrue();
        assertThat(lock.isHeldBy(process, elsewhere, Optional.of(data))).isFalse();
    }

    @Test
    void whereTheWorkingDirectoryIsNotKnownTheFilesDirectoryAndTimeTell() throws IOException {
        ProcessHandle process = strangersProcess();
        LockFile lock = LockFile.read(elsewhere.resolve("postmaster.pid"));
        LockFile older = new LockFile(
                lock.processId(), lock.directory(), lock.started().map(time -> time.minus(Duration.ofDays(1))));

        assertThat(lock.isHeldBy(process, elsewhere, Optional.empty())).isTrue();
        assertThat(lock.isHeldBy(process, data, Optional.empty())).isFalse();
        assertThat(older.isHeldBy(process, elsewhere, Optional.empty())).isFalse();
    }

    @Test
    void lockFileThatSaysNothingBelongsToNobody() throws IOException {
        for (String text :
                List.of("", "\n", "x\ny\nz\n", "99999999999999999999\n", "-1\n", "1\n\0\n9223372036854775807\n")) {
            Files.writeString(data.resolve("postmaster.pid"), text);
            LockFile lock = LockFile.read(data.resolve("postmaster.pid"));
            assertThat(lock.process().filter(process -> lock.isHeldBy(process, data)))
                    .as(text)
                    .isEmpty();
        }
    }

    private static ProcessHandle strangersProcess() throws IOException {
        return LockFile.read(elsewhere.resolve("postmaster.pid")).process().orElseThrow();
    }

    private static Instant started(ProcessHandle process) {
        return process.info().startInstant().orElseThrow();
    }
}
