package dev.gatehouse.common.rpc;

import dev.gatehouse.common.amqp.Delivery;
import dev.gatehouse.common.amqp.OutgoingMessage;
import dev.gatehouse.common.amqp.Publication;

/** A reply on its way: once it is written the request is acknowledged; where it cannot be, the request is delivered again. */
record ReplyPublication(Delivery request, OutgoingMessage message) implements Publication {
    /** Where the request is delivered again, the reply to that delivery is the one. */
    @Override
    public boolean begin() {
        return request.isCurrent();
    }

    @Override
    public void written() {
        request.acknowledge();
    }

    /** A reply that can never be sent ends with its request, which would come for ever. */
    @Override
    public void refused(Refusal refusal) {
        switch (refusal) {
            case DISCONNECTED, BLOCKED, FULL -> request.abandon();
            case UNSENDABLE -> request.acknowledge();
        }
    }

    @Override
    public void broken() {
        request.abandon();
    }
}
