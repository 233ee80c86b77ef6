package dev.gatehouse.gateway.idempotency;

/**
 * An answer as its first client got it, for those who ask again.
 *
 * @param status of the answer
 * @param body the array is not copied and must not be changed
 */
public record KeptAnswer(int status, byte[] body) {
    /** Never the body: it holds what belongs to a user. */
    @Override
    public String toString() {
        return "KeptAnswer[status=" + status + ", " + body.length + " bytes]";
    }
}
