package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.amqp.OutgoingMessage;
import dev.gatehouse.common.amqp.Publication;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.Outcome;
import dev.gatehouse.common.error.ServiceException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PendingCallTest {
    private final PendingCall call = new PendingCall("id", System.nanoTime());
    private final byte[] body = {1};

    private ServiceException failure() {
        AtomicReference<ServiceException> failure = new AtomicReference<>();
        assertThatThrownBy(call::await).isInstanceOfSatisfying(ServiceException.class, failure::set);
        return failure.get();
    }

    @Test
    void theFirstEndDecidesAndLaterOnesChangeNothing() {
        assertThat(call.write()).isTrue();
        assertThat(call.reply(body)).isTrue();

        assertThat(call.reply(new byte[] {2})).isFalse();
        assertThat(call.fail(RpcFailures.disconnected())).isFalse();
        assertThat(call.write()).isFalse();
        assertThat(call.await()).isSameAs(body);
    }

    @Test
    void aTimeoutBeforeTheRequestWentOutLeavesItUnexecutedForEver() {
        call.timeOut();

        ServiceException failure = failure();

        assertThat(failure.code()).isEqualTo(ErrorCode.RPC_TIMEOUT);
        assertThat(failure.outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(call.write()).isFalse();
    }

    @Test
    void aTimeoutAfterTheRequestWentOutSaysNothingOfWhatBecameOfIt() {
        call.write();
        call.timeOut();

        assertThat(failure().outcome()).contains(Outcome.UNKNOWN);
    }

    @Test
    void aLostConnectionFailsWhatWentOutWithAnUnknownOutcome() {
        call.write();
        call.fail(RpcFailures.disconnected());

        assertThat(failure().outcome()).contains(Outcome.UNKNOWN);
    }

    @Test
    void aReturnedRequestIsNotExecutedAlthoughItWentOut() {
        call.write();
        call.fail(RpcFailures.unroutable());

        assertThat(failure().outcome()).contains(Outcome.NOT_EXECUTED);
    }

    @Test
    void aBlockedBrokerFailsOnlyWhatHasNotGoneOut() {
        call.write();

        assertThat(call.failUnwritten(RpcFailures.blocked())).isFalse();
        assertThat(call.reply(body)).isTrue();
        assertThat(new PendingCall("other", System.nanoTime()).failUnwritten(RpcFailures.blocked()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Publication.Refusal.class)
    void aRefusedRequestIsNotExecuted(Publication.Refusal refusal) {
        OutgoingMessage message = new OutgoingMessage.Reply("", Optional.empty(), body);

        new RequestPublication(call, message, false).refused(refusal);

        ServiceException failure = failure();
        ErrorCode expected = switch (refusal) {
            case DISCONNECTED -> ErrorCode.RPC_UNAVAILABLE;
            case BLOCKED, FULL -> ErrorCode.OVERLOADED;
            case UNSENDABLE -> ErrorCode.INTERNAL_ERROR;
        };
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.outcome()).contains(Outcome.NOT_EXECUTED);
        assertThat(failure.retryAfter().isPresent()).isEqualTo(expected == ErrorCode.OVERLOADED);
    }

    @Test
    void thePendingCallsAreBounded() {
        PendingCalls calls = new PendingCalls(1);
        PendingCall second = new PendingCall("second", System.nanoTime());

        assertThat(calls.add(call)).isTrue();
        assertThat(calls.add(second)).isFalse();
        calls.remove(second);
        assertThat(calls.size()).isEqualTo(1);
        calls.remove(call);
        calls.remove(call);
        assertThat(calls.size()).isZero();
        assertThat(calls.add(second)).isTrue();
    }
}
