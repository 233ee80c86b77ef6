package dev.gatehouse.gateway.idempotency;

/**
 * What came of a try.
 *
 * @param answer for the client of this try
 * @param ending what it means for the key
 */
public record Attempted<A>(A answer, Ending ending) {
    /** What becomes of the key. */
    public sealed interface Ending {
        /** The request is done; whoever asks again gets this. */
        record Done(KeptAnswer answer) implements Ending {}

        /**
         * The next request with the key is another try.
         *
         * @param doubtful whether this one may have been executed
         */
        record Open(boolean doubtful) implements Ending {}
    }
}
