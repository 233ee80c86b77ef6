package dev.gatehouse.gateway.push;

import dev.gatehouse.common.rpc.RpcContext.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Topics that a client may subscribe to.
 *
 * @param pattern the words of a topic; {@code *} stands for any word, {@code #} for any number of them, {@code {account_id}} for the client's own
 * @param scopes what the client must have, all of it
 */
record TopicRule(List<String> pattern, List<String> scopes) {
    static final String FORM =
            "words joined by dots, each of letters, digits, _ and -, or *, # or {account_id}, then the needed scopes, if any, "
                    + "with spaces between them";

    private static final String ANY_WORD = "*";
    private static final String ANY_WORDS = "#";
    private static final String ACCOUNT_ID = "{account_id}";
    private static final Pattern PATTERN_WORD = Pattern.compile(PushKeys.WORD + "|\\*|#|\\{account_id}");
    /** RFC 6749, section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    TopicRule {
        pattern = List.copyOf(pattern);
        scopes = List.copyOf(scopes);
    }

    /** The rule that a text of {@link #FORM} stands for. */
    static Optional<TopicRule> parse(String text) {
        List<String> parts = List.of(text.strip().split("\\s+"));
        List<String> pattern = words(parts.getFirst());
        List<String> scopes = parts.subList(1, parts.size());
        boolean isRule = parts.getFirst().length() <= PushKeys.MAX_TOPIC_LENGTH
                && pattern.stream().allMatch(word -> PATTERN_WORD.matcher(word).matches())
                && scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches());
        return isRule ? Optional.of(new TopicRule(pattern, scopes)) : Optional.empty();
    }

    static List<String> words(String dotted) {
        return Arrays.asList(dotted.split("\\.", -1));
    }

    /** Whether the rule lets the client have a topic with these words. */
    boolean allows(List<String> topic, Caller caller) {
        return caller.scopes().containsAll(scopes)
                && matches(topic, caller.accountId().toString());
    }

    /** Goes back to the last {@code #} only, which is enough: what an earlier one takes more, the last can take as well. */
    private boolean matches(List<String> topic, String accountId) {
        int at = 0;
        int next = 0;
        int retryAt = -1;
        int retryNext = 0;
        while (next < topic.size()) {
            if (at < pattern.size() && pattern.get(at).equals(ANY_WORDS)) {
                at++;
                retryAt = at;
                retryNext = next;
            } else if (at < pattern.size() && isWord(pattern.get(at), topic.get(next), accountId)) {
                at++;
                next++;
            } else if (retryAt >= 0) {
                at = retryAt;
                retryNext++;
                next = retryNext;
            } else {
                return false;
            }
        }
        return pattern.subList(at, pattern.size()).stream().allMatch(ANY_WORDS::equals);
    }

    private static boolean isWord(String wanted, String word, String accountId) {
        return switch (wanted) {
            case ANY_WORD -> true;
            case ACCOUNT_ID -> word.equals(accountId);
            default -> word.equals(wanted);
        };
    }
}
