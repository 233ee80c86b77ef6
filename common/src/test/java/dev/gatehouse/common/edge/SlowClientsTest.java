package dev.gatehouse.common.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowClientsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong();
    private final SlowClients clients = new SlowClients(() -> TIMEOUT, now::get);
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void forgetInterruptions() {
        var _ = Thread.interrupted();
        other.shutdownNow();
    }

    @Test
    void whoeverWaitsTooLongIsInterrupted() {
        clients.begin();
        later(TIMEOUT.minusNanos(1));
        sweep();
        assertThat(Thread.interrupted()).isFalse();
        later(Duration.ofNanos(1));
        sweep();
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(clients::received).isInstanceOf(CloseConnectionException.class);
    }

    @Test
    void whoeverIsGivenUpIsInterruptedOnlyWhileItWaits() {
        giveUp();
        assertThat(Thread.interrupted()).isFalse();
        clients.begin();
        giveUp();
        assertThat(Thread.interrupted()).isTrue();
        clients.end();
        giveUp();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void whoeverIsGivenUpWhileItWritesIsInterruptedAfterwards() {
        clients.begin();
        clients.within(() -> {
            giveUp();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            clients.within(
                    () -> assertThat(Thread.currentThread().isInterrupted()).isFalse());
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(clients::received).isInstanceOf(CloseConnectionException.class);
    }

    @Test
    void whoeverOnlyWritesIsNotInterruptedAfterwards() {
        clients.within(this::giveUp);
        assertThat(Thread.interrupted()).isFalse();
        clients.received();
    }

    @Test
    void interruptionThatCameBeforeIsPutOff() {
        Thread.currentThread().interrupt();
        clients.within(() -> assertThat(Thread.currentThread().isInterrupted()).isFalse());
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoeverWritesTooLongIsInterrupted() {
        clients.within(() -> {
            later(TIMEOUT);
            sweep();
            assertThat(Thread.interrupted()).isTrue();
        });
    }

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void giveUp() {
        Thread current = Thread.currentThread();
        elsewhere(() -> clients.giveUp(current));
    }

    private void sweep() {
        elsewhere(clients::sweep);
    }

    private void elsewhere(Runnable action) {
        CompletableFuture.runAsync(action, other).join();
    }
}
