package dev.gatehouse.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class LoopTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Loop.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger steps = new AtomicInteger();
    private final Queue<Throwable> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void capture() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void release() {
        logger.detachAppender(log);
    }

    @Test
    void whateverAStepThrowsTheNextOneFollows() {
        List<Throwable> failures =
                List.of(new IllegalStateException("broken"), new StackOverflowError(), new NoClassDefFoundError("x"));
        try (Loop loop = new Loop("fragile", () -> failAll(failures), told::add)) {
            loop.start();
            await().until(() -> steps.get() > failures.size() + 2);
        }
        assertThat(told).containsExactlyElementsOf(failures);
        assertThat(List.copyOf(log.list))
                .hasSize(failures.size())
                .allSatisfy(line -> assertThat(line.getFormattedMessage()).startsWith("fragile: "));
    }

    @Test
    void aListenerThatThrowsDoesNotEndTheLoopEither() {
        Runnable throwing = () -> {
            throw new IllegalStateException("not even that");
        };
        try (Loop loop = new Loop("fragile", () -> failAll(List.of(new Error())), failure -> throwing.run())) {
            loop.start();
            await().until(() -> steps.get() > 2);
        }
        assertThat(List.copyOf(log.list)).hasSize(2);
    }

    @Test
    void closingEndsAStepThatWaits() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Loop loop = new Loop("waiting", () -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        loop.start();
        begun.await();

        loop.close();

        assertThat(loop.join(Duration.ofSeconds(10))).isTrue();
        assertThat(log.list).isEmpty();
    }

    @Test
    void closingEndsALoopThatFailsAllTheTime() throws InterruptedException {
        Loop loop = new Loop("hopeless", () -> {
            throw new IllegalStateException("as ever");
        });
        loop.start();
        await().until(() -> log.list.size() > 3);

        loop.close();

        assertThat(loop.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aStepCanBeTheLast() throws InterruptedException {
        Loop[] loop = new Loop[1];
        loop[0] = new Loop("once", () -> {
            steps.incrementAndGet();
            loop[0].end();
        });
        loop[0].start();

        assertThat(loop[0].join(Duration.ofSeconds(10))).isTrue();
        assertThat(steps).hasValue(1);
    }

    /** The first steps fail, one with each; the others do nothing but count. */
    private void failAll(List<Throwable> failures) throws InterruptedException {
        int step = steps.getAndIncrement();
        if (step < failures.size()) {
            LoopTest.<RuntimeException>sneak(failures.get(step));
        }
        Thread.sleep(1);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
