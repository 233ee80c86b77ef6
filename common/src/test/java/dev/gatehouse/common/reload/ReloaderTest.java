package dev.gatehouse.common.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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

    @Test
    void aDirectoryThatIsAwayForAMomentIsRefusedAndComesBack() throws IOException {
        Path routes = Files.createDirectory(dir.resolve("routes"));
        Files.writeString(routes.resolve("a.yaml"), "a");
        Reloader<String> names = reloaderOf(routes);
        names.load();
        names.start();

        Path away = Files.move(routes, dir.resolve("away"));
        await().atMost(SOON).until(() -> names.status().refused().isPresent());
        assertThat(names.get()).isEqualTo("[a.yaml]");

        Files.move(away, routes);
        await().atMost(SOON).until(() -> names.status().refused().isEmpty());
        Files.writeString(routes.resolve("b.yaml"), "b");
        await().atMost(SOON).until(() -> names.get().equals("[a.yaml, b.yaml]"));
        names.close();
    }

    @Test
    void aDirectoryThatCannotBeReadForAMomentIsRefusedAndComesBack() throws IOException {
        Path routes = Files.createDirectory(dir.resolve("routes"));
        Files.writeString(routes.resolve("a.yaml"), "a");
        Reloader<String> names = reloaderOf(routes);
        names.load();
        names.start();

        // A file in its place is as bad as a directory without rights, and so is for root, too.
        Path away = Files.move(routes, dir.resolve("away"));
        Files.writeString(routes, "no directory");
        await().atMost(SOON).until(() -> names.status().refused().isPresent());

        Files.delete(routes);
        Files.move(away, routes);
        await().atMost(SOON).until(() -> names.status().refused().isEmpty());
        names.close();
    }

    @Test
    void aFileSystemThatFailsUnforeseenDoesNotEndTheWatch() throws IOException {
        FileSystem lost = FileSystems.newFileSystem(dir.resolve("lost.zip"), Map.of("create", "true"));
        AtomicReference<Path> where = new AtomicReference<>(Files.writeString(lost.getPath("/a.yaml"), "one"));
        Reloader<String> moving = new Reloader<>(
                "test",
                new ReloadConfig(true, Duration.ofMillis(50)),
                () -> {
                    file = where.get();
                    return read();
                },
                used::add,
                InstantSource.system());
        moving.load();
        moving.start();

        // From now on every look at the file throws ClosedFileSystemException.
        lost.close();
        await().atMost(SOON).until(() -> moving.status().refused().isPresent());
        assertThat(moving.get()).isEqualTo("one");
        moving.close();
    }

    @Test
    void aWatchThatFailsUnforeseenGoesOn() throws IOException {
        AtomicInteger failures = new AtomicInteger();
        InstantSource clock = () -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no time");
            }
            return Instant.now();
        };
        Reloader<String> unlucky =
                new Reloader<>("test", new ReloadConfig(true, Duration.ofMillis(50)), this::read, used::add, clock);
        unlucky.load();
        failures.set(3);
        unlucky.start();

        Files.writeString(file, "two");
        await().atMost(SOON).until(() -> unlucky.get().equals("two"));
        unlucky.close();
    }

    @Test
    void aReaderThatThrowsWhateverItLikesIsRefusedAndTriedAgain() throws IOException {
        List<Throwable> failures = List.of(
                new StackOverflowError("deep"),
                new NoClassDefFoundError("gone"),
                new AssertionError("wrong"),
                new IOException("not declared"));
        Reloader<String> failing = new Reloader<>(
                "test",
                new ReloadConfig(true, Duration.ofMillis(50)),
                () -> {
                    String text = Objects.requireNonNull(((Reading.Made<String>) read()).value());
                    if (text.startsWith("fail ")) {
                        ReloaderTest.<RuntimeException>throwAs(failures.get(Integer.parseInt(text.substring(5))));
                    }
                    return read();
                },
                used::add,
                InstantSource.system());
        failing.load();
        failing.start();

        for (int i = 0; i < failures.size(); i++) {
            Files.writeString(file, "fail " + i);
            String message = failures.get(i).toString();
            await().atMost(SOON)
                    .until(() -> failing.status()
                            .refused()
                            .filter(refusal -> refusal.problems().toString().contains(message))
                            .isPresent());
        }
        Files.writeString(file, "two");
        await().atMost(SOON).until(() -> failing.get().equals("two"));
        failing.close();
    }

    @Test
    void whatCannotBeUsedIsRefusedAndTheOldStaysInForce() throws IOException {
        Reloader<String> picky = new Reloader<>(
                "test",
                new ReloadConfig(true, Duration.ofMillis(50)),
                this::read,
                value -> {
                    if (value.equals("two")) {
                        throw new IllegalArgumentException("not this one");
                    }
                    used.add(value);
                },
                InstantSource.system());
        picky.load();
        picky.start();

        Files.writeString(file, "two");
        await().atMost(SOON).until(() -> picky.status().refused().isPresent());
        assertThat(picky.status().refused().orElseThrow().problems().toString()).contains("not this one");
        assertThat(picky.get()).isEqualTo("one");
        assertThat(picky.status().version()).isEqualTo(1);

        Files.writeString(file, "three");
        await().atMost(SOON).until(() -> picky.get().equals("three"));
        assertThat(used).containsExactly("one", "three");
        picky.close();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAs(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Works with the names of the files in a directory, as the route table does. */
    private Reloader<String> reloaderOf(Path directory) {
        return new Reloader<>(
                "test",
                new ReloadConfig(true, Duration.ofMillis(50)),
                () -> {
                    try (Stream<Path> listed = Files.list(directory)) {
                        String names =
                                listed.map(Path::getFileName).sorted().toList().toString();
                        return new Reading.Made<>(names, Set.of(directory), List.of(), List.of());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                used::add,
                InstantSource.system());
    }
}
