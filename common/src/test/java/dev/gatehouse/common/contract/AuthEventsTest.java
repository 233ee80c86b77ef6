package dev.gatehouse.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthEventsTest {
    @Test
    void typesAreTheContracts() {
        assertThat(List.of(AuthEvents.ACCOUNT_REGISTERED, AuthEvents.SESSION_CREATED, AuthEvents.SESSION_REVOKED))
                .extracting(EventType::name)
                .containsExactly("auth.account.registered.v1", "auth.session.created.v1", "auth.session.revoked.v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "auth", "Auth.a", "auth..a", ".a", "a.", "auth.*", "auth.#", "1a.b", "a.b c"})
    void nameThatWouldChangeTheRoutingIsRefused(String name) {
        assertThatThrownBy(() -> new EventType<>(name, Object.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nameThatNoRoutingKeyCanHoldIsRefused() {
        String longest = "a." + "b".repeat(EventType.MAX_LENGTH - 2);
        assertThat(EventType.isName(longest)).isTrue();
        assertThat(EventType.isName(longest + "b")).isFalse();
    }
}
