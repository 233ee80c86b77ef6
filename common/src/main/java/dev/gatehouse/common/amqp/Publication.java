package dev.gatehouse.common.amqp;

/** A message on its way to the broker, and what is to happen as it goes. Called by the publisher's threads; must not block. */
public interface Publication {
    OutgoingMessage message();

    /** Whether it matters to know that no queue had room for it. To ask the broker for that costs it a third of what a message does. */
    default boolean needsConfirm() {
        return false;
    }

    /** Asked once, right before the first byte goes out. False where nobody wants the message any more: then it is dropped. */
    boolean begin();

    /** All bytes have been handed to the socket. */
    void written();

    /** Nothing of the message has gone out, and nothing will. */
    void refused(Refusal refusal);

    /** The connection broke while the message was written: it may have gone out. */
    void broken();

    /** Why a message was not sent. */
    enum Refusal {
        /** There is no connection. */
        DISCONNECTED,
        /** The broker takes no messages for now, because its memory or disk is short. */
        BLOCKED,
        /** Too many messages wait to be written. */
        FULL,
        /** The message cannot be put into AMQP's form, now or ever. */
        UNSENDABLE
    }
}
