package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Once a session whose look threw anything was the end of the timer, and with it of every ping, timeout and expiry of the gateway. */
@Timeout(60)
class SessionTimerTest {
    private final TestSessions sessions = new TestSessions();
    private final AtomicLong nanos = new AtomicLong();
    private final Logger logger = (Logger) LoggerFactory.getLogger(SessionFailures.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final SessionTimer timer = new SessionTimer(
            sessions.registry,
            sessions.pushes,
            new SessionClock(InstantSource.system(), nanos::get),
            sessions.failures,
            Duration.ofMillis(1));

    @BeforeEach
    void start() {
        log.start();
        logger.addAppender(log);
        timer.start();
    }

    @AfterEach
    void stop() {
        timer.close();
        logger.detachAppender(log);
    }

    private TestSessions.Connected connect(LongSupplier clock) {
        TestSessions.Connected connected = sessions.connect(clock);
        assertThat(connected.session.admit(100)).isTrue();
        return connected;
    }

    /** A clock that fails from then on. */
    private LongSupplier failing(AtomicBoolean broken, Runnable failure) {
        return () -> {
            if (broken.get()) {
                failure.run();
            }
            return nanos.get();
        };
    }

    private void othersAreStillLookedAt() {
        TestSessions.Connected other = connect(nanos::get);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        await().until(other.line::isClosing);
        assertThat(other.line.end()).isEqualTo(Closing.NOT_AUTHENTICATED);
    }

    @Test
    void aSessionThatFailsOnceIsEndedAloneAndTheTimerGoesOn() {
        AtomicBoolean broken = new AtomicBoolean();
        TestSessions.Connected failing = connect(failing(broken, () -> {
            broken.set(false);
            throw new IllegalStateException("on purpose");
        }));
        TestSessions.Connected sound = connect(nanos::get);
        broken.set(true);
        await().until(failing.line::isClosing);
        assertThat(failing.line.end()).isEqualTo(Closing.FAILED);
        assertThat(sound.line.isClosing()).isFalse();
        othersAreStillLookedAt();
    }

    @Test
    void aSessionThatCannotEvenBeEndedIsCutOffAndTheTimerGoesOn() {
        AtomicBoolean broken = new AtomicBoolean();
        TestSessions.Connected failing = connect(failing(broken, () -> {
            throw new IllegalStateException("on purpose");
        }));
        broken.set(true);
        await().until(() -> failing.aborted);
        othersAreStillLookedAt();
    }

    @Test
    void anErrorIsNoEndEither() {
        AtomicBoolean broken = new AtomicBoolean();
        TestSessions.Connected failing = connect(failing(broken, () -> {
            broken.set(false);
            throw new StackOverflowError("on purpose");
        }));
        broken.set(true);
        await().until(failing.line::isClosing);
        othersAreStillLookedAt();
    }

    @Test
    void manyFailuresAreCountedAndLoggedOnce() {
        AtomicBoolean broken = new AtomicBoolean();
        var _ = connect(failing(broken, () -> {
            throw new IllegalStateException("on purpose");
        }));
        broken.set(true);
        await().until(() -> sessions.failures.count() > 10);
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).contains("at its timer"));
    }
}
