package dev.gatehouse.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyedRequestTest {
    private final KeyedRequest request = keyed("a.b", "account 1", "k", "{}");

    private static KeyedRequest keyed(String route, String requester, String key, String body) {
        return KeyedRequest.of(route, requester, key, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSameRequestIsTheSameEverywhere() {
        assertThat(keyed("a.b", "account 1", "k", "{}")).isEqualTo(request);
    }

    @Test
    void anotherBodyIsAnotherRequestOfTheSameKey() {
        KeyedRequest other = keyed("a.b", "account 1", "k", "{ }");
        assertThat(other.id()).isEqualTo(request.id());
        assertThat(other.fingerprint()).isNotEqualTo(request.fingerprint());
        assertThat(other.messageId()).isNotEqualTo(request.messageId());
    }

    @Test
    void anotherRouteRequesterOrKeyIsAnotherInEveryPart() {
        for (KeyedRequest other : List.of(
                keyed("a.c", "account 1", "k", "{}"),
                keyed("a.b", "account 2", "k", "{}"),
                keyed("a.b", "account 1", "K", "{}"))) {
            assertThat(other.id()).isNotEqualTo(request.id());
            assertThat(other.fingerprint()).isNotEqualTo(request.fingerprint());
            assertThat(other.messageId()).isNotEqualTo(request.messageId());
            assertThat(other.seal()).isNotEqualTo(request.seal());
        }
    }

    @Test
    void theMessageIdIsAUuidOfVersionEight() {
        UUID id = UUID.fromString(request.messageId());
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void itsTextTellsNothingThatOpensAnAnswer() {
        assertThat(request.toString()).doesNotContain(request.id(), request.fingerprint());
        assertThat(new KeptAnswer(200, "secret".getBytes(StandardCharsets.UTF_8)).toString())
                .isEqualTo("KeptAnswer[status=200, 6 bytes]");
    }
}
