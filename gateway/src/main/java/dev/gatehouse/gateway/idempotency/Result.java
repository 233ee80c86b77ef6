package dev.gatehouse.gateway.idempotency;

/** What a client with a key gets. */
public sealed interface Result<A> {
    /** The answer of its own try. */
    record Own<A>(A answer) implements Result<A> {}

    /** The first answer, which another request with the key brought about. */
    record Replayed<A>(KeptAnswer answer) implements Result<A> {}
}
