package dev.gatehouse.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BindingTest {
    @ParameterizedTest
    @CsvSource({
        "core.orders.rpc.get.v1, true",
        "core.orders.rpc.*.v1, true",
        "core.orders.#, true",
        "#, true",
        "#.v1, true",
        "core.#.get.v1, true",
        "core.#.#.v1, true",
        "core.orders.rpc.get.v1.#, true",
        "core.*.*.*.*, true",
        "core.orders.rpc.get, false",
        "core.orders.rpc.*, false",
        "core.orders.rpc.get.v1.*, false",
        "core.orders.rpc.ge*.v1, false",
        "core.order.#, false",
        "#.v2, false",
        "'', false",
        "*, false"
    })
    void patternMatchesAsOnTheBroker(String pattern, boolean matches) {
        assertThat(new Binding(pattern, "q", true).matches("core.orders.rpc.get.v1"))
                .isEqualTo(matches);
    }
}
