package dev.gatehouse.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ContainerTest {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Container container = new Container("test", Duration.ofSeconds(10));

    private class Part implements Component {
        private final String name;

        Part(String name) {
            this.name = name;
        }

        @Override
        public void start() {
            events.add("start " + name);
        }

        @Override
        public void close() {
            events.add("close " + name);
        }
    }

    @Test
    void partsStartInOrderAndCloseInReverse() {
        container.start("a", new Part("a"));
        container.own("b", () -> events.add("close b"));
        container.start("c", new Part("c"));
        container.close();
        assertThat(events).containsExactly("start a", "start c", "close c", "close b", "close a");
    }

    @Test
    void partThatCannotStartIsClosedAtOnceAndOnlyOnce() {
        container.start("a", new Part("a"));
        assertThatThrownBy(() -> container.start("b", new Part("b") {
                    @Override
                    public void start() {
                        throw new StartException("no");
                    }
                }))
                .isInstanceOf(StartException.class)
                .hasMessage("no");
        assertThat(events).containsExactly("start a", "close b");
        container.close();
        assertThat(events).containsExactly("start a", "close b", "close a");
    }

    @Test
    void partThatFailsToCloseDoesNotKeepTheRestOpen() {
        container.start("a", new Part("a"));
        container.own("b", () -> {
            throw new IllegalStateException("no");
        });
        container.close();
        assertThat(events).containsExactly("start a", "close a");
    }

    @Test
    void partThatHangsIsLeftBehindAndInterrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Container impatient = new Container("test", Duration.ofMillis(50));
        impatient.start("a", new Part("a"));
        impatient.own("b", () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        impatient.close();
        assertThat(events).containsExactly("start a", "close a");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingTwiceClosesOnce() throws InterruptedException {
        container.start("a", new Part("a"));
        container.close();
        container.close();
        container.awaitClose();
        assertThat(events).containsExactly("start a", "close a");
    }

    @Test
    void whatComesTooLateIsClosed() {
        container.close();
        assertThatThrownBy(() -> container.own("a", () -> events.add("close a")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> container.start("b", new Part("b"))).isInstanceOf(IllegalStateException.class);
        assertThat(events).containsExactly("close a", "close b");
    }

    @Test
    void interruptedThreadStillClosesInOrder() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        container.start("a", new Part("a"));
        container.own("b", () -> {
            release.await();
            events.add("close b");
        });
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread closer = Thread.ofPlatform().start(() -> {
            container.close();
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        closer.interrupt();
        release.countDown();
        closer.join();
        assertThat(events).containsExactly("start a", "close b", "close a");
        assertThat(stillInterrupted).isTrue();
    }

    @Test
    void awaitCloseWaitsForTheLastPart() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        container.own("a", () -> {
            release.await();
            events.add("close a");
        });
        Thread closer = Thread.ofPlatform().start(container::close);
        release.countDown();
        container.awaitClose();
        assertThat(events).containsExactly("close a");
        closer.join();
    }

    @Test
    void partsThatHangDoNotTakeLongerTogetherThanTheWhole() {
        Container outer = new Container("outer", Duration.ofSeconds(2));
        outer.start("a", new Part("a"));
        Container inner = new Container("inner", Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            outer.own("outer " + i, new CountDownLatch(1)::await);
            inner.own("inner " + i, new CountDownLatch(1)::await);
        }
        outer.own("inner", inner);

        long begun = System.nanoTime();
        outer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        assertThat(events).containsExactly("start a", "close a");
    }

    @Test
    void partLearnsHowMuchTimeIsLeftForIt() {
        List<Duration> told = new CopyOnWriteArrayList<>();
        Container outer = new Container("outer", Duration.ofSeconds(20));
        outer.own("last", () -> told.add(CloseDeadline.grace(Duration.ofHours(1))));
        Container inner = new Container("inner", Duration.ofMinutes(5));
        inner.own("second", () -> told.add(CloseDeadline.grace(Duration.ofHours(1))));
        inner.own("first", () -> told.add(CloseDeadline.grace(Duration.ofHours(1))));
        outer.own("inner", inner);
        outer.close();

        // Each leaves their reserve to those that are to come.
        Duration two = CloseDeadline.RESERVE.multipliedBy(2);
        assertThat(told).hasSize(3).allMatch(left -> left.compareTo(Duration.ofSeconds(20)) < 0);
        assertThat(told.getFirst()).isLessThan(Duration.ofSeconds(20).minus(two));
        assertThat(CloseDeadline.grace(Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void graceOfClientsCountsFromTheBeginning() {
        Duration grace = Duration.ofMillis(100);
        List<Duration> left = new CopyOnWriteArrayList<>();
        Container parts = new Container("test", Duration.ofSeconds(20));
        parts.own("second", () -> left.add(CloseDeadline.grace(grace)));
        parts.own("first", () -> {
            left.add(CloseDeadline.grace(grace));
            new CountDownLatch(1).await(grace.toMillis() + 1, TimeUnit.MILLISECONDS);
        });
        parts.close();
        assertThat(left.getFirst()).isBetween(Duration.ZERO, grace);
        assertThat(left.getLast()).isEqualTo(Duration.ZERO);
    }

    @Test
    void workThatWaitsForClientsIsInterruptedOnceTheirGraceIsOver() {
        Container parts = new Container("test", Duration.ofSeconds(20));
        parts.start("a", new Part("a"));
        parts.own(
                "server",
                () -> CloseDeadline.interruptAfter(Duration.ofMillis(50), "requests", () -> {
                    hang();
                    hang();
                    events.add("stopped");
                }));
        parts.close();
        assertThat(events).containsExactly("start a", "interrupted", "interrupted", "stopped", "close a");
    }

    @Test
    void failureOfWorkThatWaitsForClientsIsThrownOn() {
        assertThatThrownBy(() -> CloseDeadline.interruptAfter(Duration.ofSeconds(10), "requests", () -> {
                    throw new IllegalArgumentException("no");
                }))
                .hasRootCauseMessage("no");
    }

    @Test
    void timeForAllIsTheGraceAndAMargin() {
        List<Duration> told = new CopyOnWriteArrayList<>();
        Container parts = new Container("test");
        parts.setGrace(Duration.ofMinutes(2));
        parts.own("a", () -> told.add(CloseDeadline.grace(Duration.ofHours(1))));
        parts.close();
        assertThat(told.getFirst())
                .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(2).plus(Container.CLOSE_MARGIN));
    }

    private void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            events.add("interrupted");
        }
    }
}
