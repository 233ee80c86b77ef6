package dev.gatehouse.common.rpc;

import dev.gatehouse.common.amqp.OutgoingMessage;
import dev.gatehouse.common.amqp.Publication;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;

/**
 * A call's request on its way to the broker.
 *
 * @param needsConfirm whether the queue for it may be full
 */
record RequestPublication(PendingCall call, OutgoingMessage message, boolean needsConfirm) implements Publication {
    @Override
    public boolean begin() {
        return call.write();
    }

    @Override
    public void written() {
        // The reply is what counts.
    }

    @Override
    public void refused(Refusal refusal) {
        call.fail(
                switch (refusal) {
                    case DISCONNECTED -> RpcFailures.disconnected().notExecuted();
                    case BLOCKED -> RpcFailures.blocked();
                    case FULL -> RpcFailures.tooMany();
                    case UNSENDABLE ->
                        ServiceException.of(ErrorCode.INTERNAL_ERROR).notExecuted();
                });
    }

    @Override
    public void broken() {
        call.fail(RpcFailures.disconnected());
    }
}
