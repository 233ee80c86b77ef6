package dev.gatehouse.standalone;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.common.telemetry.Logging;
import dev.gatehouse.embedded.EmbeddedServerException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** The process of the whole system: {@code ./gatehouse run}. */
public final class StandaloneMain {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private StandaloneMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            StandaloneOptions options = StandaloneOptions.parse(List.of(args), home());
            DataDirectory data = DataDirectory.open(options.data());
            // Before the first logger is made.
            System.setProperty("gatehouse.log.dir", data.logs().toString());
            System.setProperty("logback.configurationFile", "logback-standalone.xml");
            Logging.install();
            run(new StandaloneSystem(data, options, config()));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        } catch (StartException e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(StandaloneSystem system) throws InterruptedException {
        AtomicBoolean ending = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        // Closes what has been started by then, and keeps the failure that this causes in a start under way from being
        // told.
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    ending.set(true);
                    system.close();
                    ended.countDown();
                }));
        try {
            system.start();
            Greeting.lines(system.url(), system.certificate()).forEach(System.out::println);
        } catch (RuntimeException e) {
            if (!ending.get()) {
                tell(e);
                System.exit(FAILED);
            }
        }
        ended.await();
    }

    private static void tell(RuntimeException failure) {
        if (failure instanceof ConfigException
                || failure instanceof StartException
                || failure instanceof EmbeddedServerException) {
            System.err.println(failure.getMessage());
        } else {
            LoggerFactory.getLogger(StandaloneMain.class).error("the system cannot start: {}", failure, failure);
        }
    }

    private static StandaloneConfig config() {
        return new StandaloneConfig(home().resolve("etc"), System.getenv(), systemProperties(), Map.of());
    }

    private static Map<String, String> systemProperties() {
        return System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
    }

    /** The directory of the launcher. */
    private static Path home() {
        return Path.of(System.getProperty("gatehouse.home", "")).toAbsolutePath();
    }
}
