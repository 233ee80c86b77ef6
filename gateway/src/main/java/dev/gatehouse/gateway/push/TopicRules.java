package dev.gatehouse.gateway.push;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.rpc.RpcContext.Caller;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which topics a client may subscribe to: those that one of the rules allows. */
public final class TopicRules {
    public static final List<String> DEFAULT_TEXTS = List.of("user.{account_id}.#", "public.#");
    public static final TopicRules DEFAULT = of(DEFAULT_TEXTS);

    private static final String KEY = "websocket.topics";

    private final List<TopicRule> rules;

    private TopicRules(List<TopicRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Throws {@link IllegalArgumentException} for a text that is no rule. */
    public static TopicRules of(List<String> texts) {
        return new TopicRules(texts.stream()
                .map(text -> TopicRule.parse(text).orElseThrow(() -> new IllegalArgumentException(TopicRule.FORM)))
                .toList());
    }

    public static TopicRules read(ConfigReader reader) {
        return new TopicRules(reader.strings(KEY, DEFAULT_TEXTS).stream()
                .flatMap(text -> rule(reader, text))
                .toList());
    }

    private static Stream<TopicRule> rule(ConfigReader reader, String text) {
        return TopicRule.parse(text)
                .or(() -> {
                    reader.problem(KEY, text, TopicRule.FORM);
                    return Optional.empty();
                })
                .stream();
    }

    /** Whether a client may subscribe to a topic; false for what is no topic. */
    public boolean allows(String topic, Caller caller) {
        if (!PushKeys.isTopic(topic)) {
            return false;
        }
        List<String> words = TopicRule.words(topic);
        return rules.stream().anyMatch(rule -> rule.allows(words, caller));
    }
}
