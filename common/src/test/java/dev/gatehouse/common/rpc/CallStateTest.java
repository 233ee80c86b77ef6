package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What holds for a call whatever happens to it, and in whatever order. */
class CallStateTest {
    /** All that can happen to a call. */
    enum Event {
        WRITE,
        REPLY,
        LOSE_CONNECTION,
        RETURN,
        BLOCK,
        TIME_OUT;

        Optional<CallState> applyTo(CallState state) {
            return switch (this) {
                case WRITE -> state.write();
                case REPLY -> state.reply(new byte[] {1});
                case LOSE_CONNECTION -> state.fail(RpcFailures.disconnected());
                case RETURN -> state.fail(RpcFailures.unroutable());
                case BLOCK -> state.failUnwritten(RpcFailures.blocked());
                case TIME_OUT -> state.fail(ServiceException.of(ErrorCode.RPC_TIMEOUT));
            };
        }
    }

    /** Every state that the call was in, the first one included. */
    private static List<CallState> lived(List<Event> events) {
        List<CallState> states = new ArrayList<>(List.of(CallState.Waiting.QUEUED));
        for (Event event : events) {
            event.applyTo(states.getLast()).ifPresent(states::add);
        }
        return states;
    }

    @Property
    void whatIsOverStaysAsItIs(@ForAll List<Event> before, @ForAll Event after) {
        CallState last = lived(before).getLast();

        assertThat(after.applyTo(last).isEmpty() || !last.isOver()).isTrue();
    }

    @Property
    void aCallEndsAtMostOnceAndByTheFirstThatCanEndIt(@ForAll List<Event> events) {
        List<CallState> states = lived(events);

        assertThat(states.stream().filter(CallState::isOver).count()).isLessThanOrEqualTo(1);
        assertThat(states.subList(0, states.size() - 1)).noneMatch(CallState::isOver);
    }

    @Property
    void whateverHappensATimeoutAtTheEndLeavesNobodyWaiting(@ForAll List<Event> events) {
        List<Event> all = new ArrayList<>(events);
        all.add(Event.TIME_OUT);

        assertThat(lived(all).getLast().isOver()).isTrue();
    }

    @Property
    void whatWentOutIsOnlyNotExecutedWhereTheFailureItselfSaysSo(@ForAll @Size(min = 1) List<Event> events) {
        CallState state = CallState.Waiting.QUEUED;
        boolean wentOut = false;
        for (Event event : events) {
            Optional<CallState> next = event.applyTo(state);
            wentOut |= next.isPresent() && next.get() == CallState.Waiting.WRITTEN;
            if (next.isPresent() && next.get() instanceof CallState.Failed failed) {
                boolean notExecuted = failed.failure().outcome().equals(Optional.of(Outcome.NOT_EXECUTED));
                assertThat(notExecuted).isEqualTo(!wentOut || event == Event.RETURN);
            }
            state = next.orElse(state);
        }
    }

    @Property
    void writingBeginsOnceAndNeverForACallThatIsOver(@ForAll List<Event> events) {
        List<CallState> states = lived(events);

        assertThat(states.stream().filter(CallState.Waiting.WRITTEN::equals).count())
                .isLessThanOrEqualTo(1);
        assertThat(states.getLast().write().isPresent()).isEqualTo(states.getLast() == CallState.Waiting.QUEUED);
    }

    @Property
    void everyFailureSaysWhetherTheRequestMayBeRepeated(@ForAll List<Event> events) {
        if (lived(events).getLast() instanceof CallState.Failed failed) {
            assertThat(failed.failure().outcome()).isPresent();
        }
    }
}
