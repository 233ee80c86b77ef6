package dev.gatehouse.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.push.BindingPlan.Work;
import dev.gatehouse.gateway.push.BindingPlan.Work.Bind;
import dev.gatehouse.gateway.push.BindingPlan.Work.Unbind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BindingPlanTest {
    private static final long LINGER = 1_000;

    private final Recorder one = new Recorder();
    private final Recorder other = new Recorder();
    private long now;
    private final BindingPlan<String> plan = new BindingPlan<>(Duration.ofNanos(LINGER), () -> now);

    private void open(String queue) {
        plan.opening(queue);
        plan.opened();
    }

    private Bind<String> bind(String queue, String... keys) {
        return new Bind<>(queue, List.of(keys));
    }

    private void bindAll() {
        for (Optional<Work<String>> work = plan.poll(); work.isPresent(); work = plan.poll()) {
            if (work.get() instanceof Bind<String> bind) {
                plan.bound(bind);
            }
        }
    }

    @Test
    void subscriberIsInTheIndexBeforeItsKeyIsBoundAndHasJoinedAfterwards() {
        open("q1");
        PendingJoin join = plan.join(Set.of("a"), one);

        assertThat(plan.at("a")).containsExactly(one);
        assertThat(join.isBound()).isFalse();
        assertThat(plan.poll()).contains(bind("q1", "a"));
        assertThat(plan.poll()).isEmpty();

        plan.bound(bind("q1", "a"));
        assertThat(join.isBound()).isTrue();
    }

    @Test
    void keyThatIsBoundOrBeingBoundIsNotBoundTwice() {
        open("q1");
        plan.join(Set.of("a"), one);
        Work<String> work = plan.poll().orElseThrow();
        PendingJoin second = plan.join(Set.of("a"), other);
        assertThat(plan.poll()).isEmpty();

        plan.bound((Bind<String>) work);

        assertThat(second.isBound()).isTrue();
        assertThat(plan.join(Set.of("a"), new Recorder()).isBound()).isTrue();
    }

    @Test
    void keyLingersAndIsHadAtOnceMeanwhile() {
        open("q1");
        plan.join(Set.of("a"), one);
        bindAll();
        plan.leave(Set.of("a"), one);
        now += LINGER - 1;
        assertThat(plan.poll()).isEmpty();

        assertThat(plan.join(Set.of("a"), other).isBound()).isTrue();
        now += LINGER;

        assertThat(plan.poll()).isEmpty();
        assertThat(plan.bindings()).isEqualTo(1);
    }

    @Test
    void keyThatHasLingeredIsUnboundAndHasToBeBoundAgain() {
        open("q1");
        plan.join(Set.of("a"), one);
        bindAll();
        plan.leave(Set.of("a"), one);
        now += LINGER;
        assertThat(plan.poll()).contains(new Unbind<>("q1", List.of("a")));

        PendingJoin again = plan.join(Set.of("a"), one);

        assertThat(again.isBound()).isFalse();
        assertThat(plan.poll()).contains(bind("q1", "a"));
    }

    @Test
    void keyThatIsLeftWhileItIsBeingBoundLingersAfterwards() {
        open("q1");
        plan.join(Set.of("a"), one);
        Bind<String> work = (Bind<String>) plan.poll().orElseThrow();
        plan.leave(Set.of("a"), one);
        plan.bound(work);
        now += LINGER;

        assertThat(plan.poll()).contains(new Unbind<>("q1", List.of("a")));
    }

    @Test
    void newQueueIsBoundWithAllThatIsNeededAndNothingThatLingers() {
        open("q1");
        plan.join(Set.of("a", "b"), one);
        bindAll();
        plan.leave(Set.of("b"), one);
        plan.ended("q1");

        assertThat(plan.isOpen()).isFalse();
        assertThat(plan.opening("q2")).containsExactly("a");
        assertThat(plan.opened()).containsExactly(one);
        assertThat(plan.bindings()).isEqualTo(1);
        assertThat(plan.poll()).isEmpty();
    }

    @Test
    void whoJoinsWhileAQueueIsBeingOpenedIsBoundAfterwards() {
        plan.join(Set.of("a"), one);
        plan.opening("q1");
        PendingJoin late = plan.join(Set.of("b"), other);

        assertThat(plan.opened()).isEmpty();
        assertThat(late.isBound()).isFalse();
        assertThat(plan.poll()).contains(bind("q1", "b"));
    }

    @Test
    void onlyThoseWhoHadJoinedBeforeTheLossHaveMissedAnything() {
        open("q1");
        plan.join(Set.of("a"), one);
        bindAll();
        plan.ended("q1");
        PendingJoin waiting = plan.join(Set.of("a"), other);
        plan.opening("q2");

        assertThat(plan.opened()).containsExactly(one);
        assertThat(waiting.isBound()).isTrue();
    }

    @Test
    void whatIsToldOfAFormerQueueChangesNothing() {
        open("q1");
        plan.join(Set.of("a"), one);
        Bind<String> former = (Bind<String>) plan.poll().orElseThrow();
        plan.opening("q2");
        PendingJoin late = plan.join(Set.of("b"), other);
        plan.opened();

        plan.bound(former);
        plan.ended("q1");
        plan.bound(bind("q1", "b"));

        assertThat(plan.isOpen()).isTrue();
        assertThat(late.isBound()).isFalse();
        assertThat(plan.poll()).contains(bind("q2", "b"));
    }

    @Test
    void queueThatEndsWhileItIsBeingOpenedDoesNotOpen() {
        plan.opening("q1");
        plan.ended("q1");

        assertThat(plan.opened()).isEmpty();
        assertThat(plan.isOpen()).isFalse();
    }

    @Test
    void refusedKeyEndsTheWaitOfThoseWhoWantIt() throws Exception {
        open("q1");
        PendingJoin join = plan.join(Set.of("a"), one);
        plan.poll();
        plan.refused(bind("q1", "a"));

        assertThat(join.await(Duration.ofMinutes(1))).isFalse();
        assertThat(plan.giveUp(join)).isTrue();
        assertThat(plan.at("a")).isEmpty();
        assertThat(plan.subscribers()).isZero();
        assertThat(plan.poll()).isEmpty();
    }

    @Test
    void joinThatWasBoundInTheLastMomentIsNotGivenUp() {
        open("q1");
        PendingJoin join = plan.join(Set.of("a"), one);
        bindAll();

        assertThat(plan.giveUp(join)).isFalse();
        assertThat(plan.at("a")).containsExactly(one);
    }

    @Test
    void joinThatIsGivenUpLeavesNothingBehind() {
        PendingJoin join = plan.join(Set.of("a", "b"), one);

        assertThat(plan.giveUp(join)).isTrue();
        assertThat(plan.subscribers()).isZero();
        assertThat(plan.opening("q1")).isEmpty();
    }

    @Test
    void closingEndsAllWaitsAndLetsNobodyJoin() throws Exception {
        PendingJoin join = plan.join(Set.of("a"), one);
        plan.close();

        assertThat(join.await(Duration.ofMinutes(1))).isFalse();
        assertThat(plan.join(Set.of("a"), other).await(Duration.ofMinutes(1))).isFalse();
        assertThat(plan.at("a")).doesNotContain(other);
    }

    @Test
    void bindingAndUnbindingTakeTurns() {
        open("q1");
        for (int i = 0; i < 500; i++) {
            plan.join(Set.of("old" + i), one);
        }
        bindAll();
        for (int i = 0; i < 500; i++) {
            plan.leave(Set.of("old" + i), one);
        }
        now += LINGER;
        for (int i = 0; i < 2_500; i++) {
            plan.join(Set.of("new" + i), one);
        }

        List<Boolean> binds = List.of(nextBinds(), nextBinds(), nextBinds(), nextBinds());
        assertThat(binds.get(0)).isNotEqualTo(binds.get(1));
        assertThat(binds.get(2)).isNotEqualTo(binds.get(3));
    }

    private boolean nextBinds() {
        return plan.poll().orElseThrow() instanceof Bind<String>;
    }
}
