package dev.gatehouse.common.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path dir;

    private Path file = Path.of("");
    private final List<String> used = new CopyOnWriteArrayList<>();
    private final Reloader<String> reloader = new Reloader<>(
            "test", new ReloadConfig(true, Duration.ofMillis(50)), this::read, used::add, InstantSource.system());

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(dir.resolve("a.yaml"), "one");
    }

    @AfterEach
    void close() {
        reloader.close();
    }

    private Reading<String> read() {
        try {
            String text = Files.readString(file);
            return text.startsWith("bad")
                    ? new Reading.Refused<>(List.of(file + ":1:1: " + text), Set.of(file))
                    : new Reading.Made<>(text, Set.of(file), List.of(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aChangeTakesThePlaceOfWhatWasThere() throws IOException {
        assertThat(reloader.load()).isEqualTo("one");
        reloader.start();
        String digest = reloader.status().digest();

        Files.writeString(file, "two");

        await().atMost(SOON).until(() -> reloader.get().equals("two"));
        assertThat(reloader.status().version()).isEqualTo(2);
        assertThat(reloader.status().digest()).isNotEqualTo(digest);
        assertThat(used).containsExactly("one", "two");
    }

    @Test
    void aBrokenFileIsRefusedAndTheNextGoodOneIsTaken() throws IOException {
        reloader.load();
        reloader.start();

        Files.writeString(file, "bad");
        await().atMost(SOON).until(() -> reloader.status().refused().isPresent());
        assertThat(reloader.get()).isEqualTo("one");
        assertThat(reloader.status().version()).isEqualTo(1);
        assertThat(reloader.status().refused().orElseThrow().problems()).containsExactly(file + ":1:1: bad");

        Files.writeString(file, "two");
        await().atMost(SOON).until(() -> reloader.get().equals("two"));
        assertThat(reloader.status().refused()).isEmpty();
    }

    @Test
    void aBrokenFileThatIsTakenBackLeavesTheVersionAsItWas() throws IOException {
        reloader.load();
        reloader.start();

        Files.writeString(file, "bad");
        await().atMost(SOON).until(() -> reloader.status().refused().isPresent());
        Files.writeString(file, "one");

        await().atMost(SOON).until(() -> reloader.status().refused().isEmpty());
        assertThat(reloader.status().version()).isEqualTo(1);
        assertThat(used).containsExactly("one");
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotReadYet() throws IOException {
        reloader.load();
        Files.writeString(file, "bad, but not finished");
        String unfinished = reloader.look("");
        Files.writeString(file, "two");

        String finished = reloader.look(unfinished);
        assertThat(reloader.get()).isEqualTo("one");
        assertThat(reloader.status().refused()).isEmpty();
        reloader.look(finished);
        assertThat(reloader.get()).isEqualTo("two");
    }

    @Test
    void aReaderThatFailsIsTriedAgain() throws IOException {
        reloader.load();
        reloader.start();
        Files.delete(file);
        await().atMost(SOON).until(() -> reloader.status().refused().isPresent());
        assertThat(reloader.get()).isEqualTo("one");

        Files.writeString(file, "two");

        await().atMost(SOON).until(() -> reloader.get().equals("two"));
    }

    @Test
    void theFirstReadingMustSucceed() throws IOException {
        Files.writeString(file, "bad");
        assertThatThrownBy(reloader::load).isInstanceOf(ConfigException.class).hasMessageContaining(file + ":1:1: bad");
    }
}
