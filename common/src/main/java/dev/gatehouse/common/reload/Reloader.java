package dev.gatehouse.common.reload;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.telemetry.Logging;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what files make up to date: looks at them again and again, reads them when their contents have changed and have stayed the same for
 * one more look, and puts what they make in the place of what was there before, as a whole. Files that cannot be used leave everything as it
 * was, with one line in the log for each problem.
 *
 * <p>{@link #load} is called once, before {@link #start}. Afterwards one virtual thread, {@code <name>-reload}, owns everything but the two
 * volatile fields, which anybody may read.
 *
 * @param <T> what the files make; immutable
 */
public final class Reloader<T> implements Component, Supplier<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);
    private static final int TRIES = 3;
    /** No digest: whatever the files are at the next look, it is not what was read. */
    private static final String UNSETTLED = "unsettled";

    private final String name;
    private final ReloadConfig config;
    private final Supplier<Reading<T>> read;
    private final Consumer<T> use;
    private final InstantSource clock;
    private final FileDigests digests;
    private final Thread thread;
    private Set<Path> files = Set.of();
    /** Of the files when they were last read. */
    private String readDigest = "";

    private volatile @Nullable T value;
    private volatile @Nullable ReloadStatus status;
    private volatile boolean closed;

    /**
     * @param read reads all files anew; called by one thread at a time
     * @param use is given each new value just before it is in force; what it throws an exception for is refused
     */
    public Reloader(String name, ReloadConfig config, Supplier<Reading<T>> read, Consumer<T> use, InstantSource clock) {
        this.name = name;
        this.config = config;
        this.read = read;
        this.use = use;
        this.clock = clock;
        this.digests = new FileDigests(clock);
        this.thread = Thread.ofVirtual().name(name + "-reload").unstarted(this::watch);
    }

    /** Reads the files for the first time. Throws {@link ConfigException} with everything that is wrong with them. */
    public T load() {
        return switch (readSettled()) {
            case Reading.Made<T> made -> {
                take(made);
                yield made.value();
            }
            case Reading.Refused<T>(List<String> problems, Set<Path> _) -> throw new ConfigException(name, problems);
        };
    }

    @Override
    public void start() {
        if (config.enabled() && thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** What is in force. */
    @Override
    public T get() {
        T current = value;
        if (current == null) {
            throw new IllegalStateException("nothing has been loaded");
        }
        return current;
    }

    public ReloadStatus status() {
        ReloadStatus current = status;
        if (current == null) {
            throw new IllegalStateException("nothing has been loaded");
        }
        return current;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void watch() {
        String before = readDigest;
        String failure = "";
        while (!closed) {
            try {
                Thread.sleep(config.interval());
                before = look(before);
                failure = "";
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // Whatever it is must not end the thread: later changes would never be seen.
                if (!failure.equals(e.toString())) {
                    LOG.error("{}: the files cannot be looked at; tried again every {}", name, config.interval(), e);
                }
                failure = e.toString();
            }
        }
    }

    /** Reads the files where they have changed since they were read, and have not changed since the look before. */
    String look(String before) {
        String now = digests.of(files);
        if (now.equals(before) && !now.equals(readDigest)) {
            reload();
            // The files may be others than before.
            return digests.of(files);
        }
        return now;
    }

    /** Reads until nothing has changed meanwhile; files that change all the time are read once more after the next look. */
    private Reading<T> readSettled() {
        Reading<T> reading = readOnce();
        for (int i = 0; i < TRIES; i++) {
            files = reading.files();
            String before = digests.of(files);
            reading = readOnce();
            if (reading.files().equals(files) && digests.of(files).equals(before)) {
                readDigest = before;
                return reading;
            }
        }
        files = reading.files();
        readDigest = UNSETTLED;
        return reading;
    }

    /** A reader that fails in a way that nobody has foreseen refuses the files as they are now. */
    private Reading<T> readOnce() {
        try {
            return read.get();
        } catch (Throwable e) {
            return new Reading.Refused<>(List.of("the files cannot be read: " + e), files);
        }
    }

    private void reload() {
        switch (readSettled()) {
            case Reading.Made<T> made -> replace(made);
            case Reading.Refused<T>(List<String> problems, Set<Path> _) -> refuse(problems);
        }
    }

    private void replace(Reading.Made<T> made) {
        if (readDigest.equals(status().digest())) {
            LOG.info("{}: the files are again as what is in force", name);
            status = status().refusingNothing();
            return;
        }
        try {
            take(made);
        } catch (RuntimeException e) {
            refuse(List.of("what the files say cannot be used: " + e));
            return;
        }
        LOG.info("{}: version {} is in force ({})", name, status().version(), readDigest);
        warnOfRestart(made.needingRestart());
    }

    private void refuse(List<String> problems) {
        status = status().refusing(new ReloadStatus.Refusal(clock.instant(), readDigest, problems));
        problems.forEach(problem -> LOG.error(Logging.NOT_RATE_LIMITED, "{}: not reloaded: {}", name, problem));
        LOG.error("{}: version {} stays in force", name, status().version());
    }

    private void take(Reading.Made<T> made) {
        use.accept(made.value());
        ReloadStatus before = status;
        value = made.value();
        status = new ReloadStatus(
                before == null ? 1 : before.version() + 1,
                readDigest,
                clock.instant(),
                made.files().size(),
                Optional.empty(),
                made.needingRestart(),
                made.effective());
    }

    private void warnOfRestart(List<String> keys) {
        if (!keys.isEmpty()) {
            LOG.warn("{}: changed, and in force after a restart only: {}", name, String.join(", ", keys));
        }
    }
}
