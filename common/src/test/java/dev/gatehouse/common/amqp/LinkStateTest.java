package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.amqp.LinkState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * What holds for a connection whatever happens to it, and in whatever order. The link's thread is played by {@link Run}: it does one thing
 * at a time, each of which ends in one of the ways it can.
 */
class LinkStateTest {
    /** One turn: something happens from outside, or the thread gets done with what it does, well or badly. */
    enum Turn {
        CONNECTION_LOST,
        PART_LOST,
        PART_WANTED,
        BLOCKED,
        UNBLOCKED,
        DONE_WELL,
        DONE_BADLY
    }

    /** What a link lives through. */
    private static final class Run {
        private LinkState state = LinkState.INITIAL;
        private Optional<LinkAction> doing = Optional.empty();
        private boolean connected;
        private final List<LinkAction> done = new ArrayList<>();

        static Run of(List<Turn> turns) {
            Run run = new Run();
            run.happens(LinkEvent.START);
            turns.forEach(run::take);
            return run;
        }

        void take(Turn turn) {
            switch (turn) {
                case CONNECTION_LOST -> lose();
                case PART_LOST -> happens(LinkEvent.PART_LOST);
                case PART_WANTED -> happens(LinkEvent.PART_WANTED);
                case BLOCKED -> happens(LinkEvent.BLOCKED);
                case UNBLOCKED -> happens(LinkEvent.UNBLOCKED);
                case DONE_WELL -> finish(true);
                case DONE_BADLY -> finish(false);
            }
        }

        /** A connection is lost at most once. */
        private void lose() {
            if (connected) {
                connected = false;
                happens(LinkEvent.CONNECTION_LOST);
            }
        }

        void happens(LinkEvent event) {
            LinkStep step = state.on(event);
            state = step.state();
            step.action().ifPresent(action -> {
                assertThat(doing.filter(LinkAction.Work.class::isInstance))
                        .as("the work that %s would interrupt", event)
                        .isEmpty();
                doing = Optional.of(action);
            });
        }

        private void finish(boolean well) {
            LinkAction ended = doing.orElseThrow();
            doing = Optional.empty();
            done.add(ended);
            happens(
                    switch (ended) {
                        case LinkAction.Work.CONNECT -> connect(well);
                        case LinkAction.Work.OPEN -> well ? LinkEvent.PARTS_OPEN : LinkEvent.PARTS_MISSING;
                        case LinkAction.Work.LOOK -> LinkEvent.LOOKED;
                        case LinkAction.Work.DISCARD -> LinkEvent.CLOSE;
                        case LinkAction.Watch _ -> LinkEvent.LOOK_DUE;
                        case LinkAction.Pause _ -> LinkEvent.PAUSE_OVER;
                    });
        }

        private LinkEvent connect(boolean well) {
            assertThat(connected)
                    .as("a connection besides the one that is made")
                    .isFalse();
            connected = well;
            return well ? LinkEvent.CONNECTED : LinkEvent.CONNECT_FAILED;
        }

        boolean isOpening() {
            return doing.equals(Optional.of(LinkAction.Work.OPEN));
        }

        /** From now on the network is good: everything that is tried succeeds. */
        void heal() {
            for (int i = 0; i < 8 && !(state.phase() == Phase.READY); i++) {
                finish(true);
            }
        }
    }

    @Provide
    Arbitrary<List<Turn>> turns() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.just(Turn.DONE_WELL)), Tuple.of(4, Arbitraries.of(Turn.class)))
                .list()
                .ofMaxSize(60);
    }

    @Property
    void theThreadAlwaysHasExactlyOneThingToDoAndNeverTwoConnections(@ForAll("turns") List<Turn> turns) {
        // That there are not two is asserted as each turn is taken.
        assertThat(Run.of(turns).doing).isPresent();
    }

    @Property
    void whateverHasHappenedAGoodNetworkLeadsToReadiness(@ForAll("turns") List<Turn> turns) {
        Run run = Run.of(turns);
        run.take(Turn.UNBLOCKED);

        run.heal();

        assertThat(run.connected).isTrue();
        assertThat(run.state.isReady()).isTrue();
    }

    @Property
    void everyLossLeadsToANewConnectionAfterAPause(@ForAll("turns") List<Turn> turns) {
        Run run = Run.of(turns);
        run.heal();
        int before = run.done.size();

        run.take(Turn.CONNECTION_LOST);
        assertThat(run.state.isReady()).isFalse();
        run.heal();

        List<LinkAction> after = run.done.subList(before, run.done.size());
        assertThat(after.getFirst()).isInstanceOf(LinkAction.Pause.class);
        assertThat(after).containsOnlyOnce(LinkAction.Work.CONNECT).endsWith(LinkAction.Work.OPEN);
        assertThat(run.state.isReady()).isTrue();
    }

    @Property
    void readyMeansConnectedWithAllPartsAndNotBlocked(@ForAll("turns") List<Turn> turns) {
        Run run = Run.of(List.of());
        boolean blocked = false;
        boolean open = false;
        boolean lostMeanwhile = false;
        for (Turn turn : turns) {
            boolean opening = run.isOpening();
            boolean wasConnected = run.connected;
            run.take(turn);

            boolean ended = turn == Turn.DONE_WELL || turn == Turn.DONE_BADLY;
            lostMeanwhile |= turn == Turn.PART_LOST || turn == Turn.CONNECTION_LOST;
            open = (open || (opening && turn == Turn.DONE_WELL)) && !lostMeanwhile;
            lostMeanwhile &= opening && !ended;
            blocked = wasConnected && run.connected && (turn == Turn.BLOCKED || (blocked && turn != Turn.UNBLOCKED));
            if (run.state.isReady()) {
                assertThat(List.of(run.connected, open, !blocked)).containsOnly(true);
            }
        }
    }

    @Property
    void theWaitsGrowUntilALookFindsThatAllIsWell(@ForAll("turns") List<Turn> turns) {
        Run run = Run.of(List.of());
        int round = 0;
        for (Turn turn : turns) {
            Optional<LinkAction> ended =
                    turn == Turn.DONE_WELL || turn == Turn.DONE_BADLY ? run.doing : Optional.empty();
            run.take(turn);

            round += ended.filter(LinkAction.Pause.class::isInstance).isPresent() ? 1 : 0;
            if (ended.equals(Optional.of(LinkAction.Work.LOOK)) && run.state.phase() == Phase.READY) {
                round = 0;
            }
            assertThat(run.state.round()).isEqualTo(round);
            if (run.doing.orElseThrow() instanceof LinkAction.Pause pause) {
                assertThat(pause.round()).isEqualTo(round);
            }
        }
    }

    @Property
    void afterTheCloseNothingIsOpenedAndALateConnectionIsDiscarded(
            @ForAll("turns") List<Turn> before, @ForAll LinkEvent event) {
        Run run = Run.of(before);

        LinkStep closed = run.state.on(LinkEvent.CLOSE);
        LinkStep later = closed.state().on(event);

        assertThat(closed.state().phase()).isEqualTo(Phase.CLOSED);
        assertThat(closed.action()).isEmpty();
        assertThat(later.state().phase()).isEqualTo(Phase.CLOSED);
        assertThat(later.state().isReady()).isFalse();
        assertThat(later.action())
                .isEqualTo(event == LinkEvent.CONNECTED ? Optional.of(LinkAction.Work.DISCARD) : Optional.empty());
    }

    @Property
    void onlyAConnectionCanBeBlockedWhateverComesInWhateverOrder(@ForAll List<LinkEvent> events) {
        LinkState state = LinkState.INITIAL;
        for (LinkEvent event : events) {
            state = state.on(event).state();
            assertThat(state.phase().isConnected() || !state.blocked()).isTrue();
        }
    }

    @Example
    void aPartThatCameToBeWantedDuringTheWorkIsOpenedAtOnce() {
        LinkState opening = LinkState.INITIAL
                .on(LinkEvent.START)
                .state()
                .on(LinkEvent.CONNECTED)
                .state();

        LinkStep step = opening.on(LinkEvent.PART_WANTED).state().on(LinkEvent.PARTS_OPEN);

        assertThat(step.action()).contains(LinkAction.Work.OPEN);
    }
}
