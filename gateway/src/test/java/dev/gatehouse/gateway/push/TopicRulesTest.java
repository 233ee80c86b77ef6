package dev.gatehouse.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.rpc.RpcContext.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRulesTest {
    private static final UUID ME = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("019a0000-0000-7000-8000-000000000002");

    private static Caller caller(String... scopes) {
        return new Caller(ME, UUID.randomUUID(), List.of(scopes), List.of());
    }

    private static ConfigReader reader(String topics) {
        return new ConfigReader(ConfigSources.ofMap("test", Map.of("websocket.topics", topics), Path.of(".")));
    }

    @ParameterizedTest
    @CsvSource({
        "public.#, public.prices.eur, true",
        "public.#, public, true",
        "public.#, publicly.prices, false",
        "public.*, public.prices, true",
        "public.*, public, false",
        "public.*, public.prices.eur, false",
        "'#', any.thing, true",
        "#.eur, eur, true",
        "#.eur, a.b.eur, true",
        "#.eur, a.b.eur.x, false",
        "a.#.b.#.c, a.b.c, true",
        "a.#.b.#.c, a.x.b.y.b.c, true",
        "a.#.b.#.c, a.x.y.c, false",
        "a.#.#, a, true",
        "*.#, a, true",
        "a.b, a.B, false",
        "a.b, a.b, true"
    })
    void patternAllowsTheTopicsThatItDescribes(String pattern, String topic, boolean allowed) {
        assertThat(TopicRules.of(List.of(pattern)).allows(topic, caller())).isEqualTo(allowed);
    }

    @Test
    void accountIdStandsForTheClientsOwnOnly() {
        assertThat(TopicRules.DEFAULT.allows("user." + ME + ".orders", caller()))
                .isTrue();
        assertThat(TopicRules.DEFAULT.allows("user." + OTHER + ".orders", caller()))
                .isFalse();
        assertThat(TopicRules.DEFAULT.allows("user.*.orders", caller())).isFalse();
        assertThat(TopicRules.DEFAULT.allows("private.orders", caller())).isFalse();
    }

    @Test
    void clientNeedsAllScopesOfARule() {
        TopicRules rules = TopicRules.of(List.of("orders.#  orders:read orders:list"));

        assertThat(rules.allows("orders.new", caller("orders:read"))).isFalse();
        assertThat(rules.allows("orders.new", caller("orders:list", "x", "orders:read")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a.", "#", "public.*", "public.a b", "public.ü", "public.\n"})
    void whatIsNoTopicIsAllowedToNobody(String topic) {
        assertThat(TopicRules.of(List.of("#")).allows(topic, caller())).isFalse();
    }

    @Test
    void topicIsNotOverTwoHundredCharacters() {
        TopicRules all = TopicRules.of(List.of("#"));

        assertThat(all.allows("x".repeat(200), caller())).isTrue();
        assertThat(all.allows("x".repeat(201), caller())).isFalse();
    }

    @Test
    void rulesAreReadFromTheConfiguration() {
        ConfigReader reader = reader("prices.#, orders.{account_id} orders:read");
        TopicRules rules = TopicRules.read(reader);
        reader.finish();

        assertThat(rules.allows("prices.eur", caller())).isTrue();
        assertThat(rules.allows("orders." + ME, caller())).isFalse();
        assertThat(rules.allows("orders." + ME, caller("orders:read"))).isTrue();
        assertThat(rules.allows("public.x", caller())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "a.{session_id}", "a.x{account_id}", "a.b*", "a.## x", "ü", "a \"x\""})
    void whatIsNoRuleIsAProblemOfTheConfiguration(String rule) {
        ConfigReader reader = reader(rule);
        TopicRules.read(reader);

        assertThat(catchThrowableOfType(ConfigException.class, reader::finish).problems())
                .singleElement()
                .asString()
                .startsWith("websocket.topics: ");
    }

    @Property
    void patternsAgreeWithRegularExpressions(@ForAll("patterns") List<String> pattern, @ForAll("topics") String topic) {
        String dotted = topic + ".";
        Pattern expected = Pattern.compile(pattern.stream()
                .map(word -> switch (word) {
                    case "#" -> "([^.]+\\.)*";
                    case "*" -> "[^.]+\\.";
                    default -> word + "\\.";
                })
                .collect(Collectors.joining()));

        assertThat(TopicRules.of(List.of(String.join(".", pattern))).allows(topic, caller()))
                .isEqualTo(expected.matcher(dotted).matches());
    }

    @Provide
    Arbitrary<List<String>> patterns() {
        return Arbitraries.of("a", "b", "*", "#").list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(7).map(words -> String.join(".", words));
    }
}
