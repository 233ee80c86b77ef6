package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.FieldViolation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A message of a client. */
sealed interface ClientMessage {
    /** The first authentication, or its renewal. */
    record Auth(String accessToken) implements ClientMessage {
        /** Never the token. */
        @Override
        public String toString() {
            return "Auth";
        }
    }

    /**
     * A request.
     *
     * @param id ties the result to it
     * @param route its name
     * @param payload one JSON object as it came; empty for none
     * @param timeout where it is shorter than the route's
     * @param clientMessageId by which a repetition is recognised
     */
    record Command(
            String id, String route, byte[] payload, Optional<Duration> timeout, Optional<String> clientMessageId)
            implements ClientMessage {
        /** Never the payload. */
        @Override
        public String toString() {
            return "Command[" + id + ", " + route + "]";
        }
    }

    record Subscribe(String id, String topic) implements ClientMessage {}

    record Unsubscribe(String id, String topic) implements ClientMessage {}

    record Ping(Optional<String> nonce) implements ClientMessage {}

    /**
     * The client was connected before.
     *
     * @param lastSeq the number of the last event that it has got, 0 for none
     */
    record Resume(UUID connectionId, long lastSeq) implements ClientMessage {}

    /** Something of a known type that is wrong. */
    record Invalid(Optional<String> id, List<FieldViolation> violations) implements ClientMessage {}

    /** Not JSON, not an object, or of no known type. */
    record Unintelligible() implements ClientMessage {}
}
