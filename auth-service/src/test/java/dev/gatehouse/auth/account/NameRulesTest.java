package dev.gatehouse.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which usernames and email addresses are accepted. */
class NameRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"bob", "Bob_1.x-y", "7of9", "jos\u00e9", "jose\u0301", "\u738b\u5c0f\u660e"})
    void aUsernameOfLettersDigitsAndMarksIsAccepted(String username) {
        assertThat(codes(username, "a@example.org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_bob",
                ".bob",
                "-bob",
                "bo b",
                "bob\n",
                "bob\u0000",
                "bob@x",
                "bob\uFF20x",
                "bob\ud800",
                "bob/x",
                "b\u202Eob"
            })
    void aUsernameWithAnythingElseIsNot(String username) {
        assertThat(codes(username, "a@example.org")).containsExactly("username pattern");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bo", ""})
    void aUsernameIsNotTooShort(String username) {
        assertThat(codes(username, "a@example.org")).contains("username min_length");
    }

    /** One letter that stands for eighteen characters, most of them letters. */
    @ParameterizedTest
    @ValueSource(strings = {"abcdefghijklmnopqrstuvwxyz0123456", "\uFDFA\uFDFA"})
    void aUsernameIsNotTooLongInItsNormalForm(String username) {
        assertThat(codes(username, "a@example.org")).contains("username max_length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "a.b+c@example.org",
                "o'hara@example.co.uk",
                "\u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a",
                "a@xn--bcher-kva.example"
            })
    void anAddressIsAccepted(String email) {
        assertThat(codes("bob", email)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@",
                "a@",
                "@b",
                "a@b@c",
                "a b@c",
                "a@b c",
                "a@b\n",
                "a\u0000@b",
                "a..b@c",
                ".a@b",
                "a.@b",
                "a@-b",
                "a@b-",
                "a@.b",
                "a@b.",
                "a@b..c",
                "\"a\"@b",
                "a\ud800@b"
            })
    void anythingElseIsNoAddress(String email) {
        assertThat(codes("bob", email)).containsExactly("email format");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 300})
    void partsOfAnAddressAreBounded(int length) {
        assertThat(codes("bob", "a".repeat(length) + "@b")).hasSize(1);
        assertThat(codes("bob", "a@" + "b".repeat(length))).hasSize(1);
    }

    private static List<String> codes(String username, String email) {
        return NameRules.violations(new AccountNames(username, email)).stream()
                .map(violation -> violation.field() + " " + violation.code())
                .toList();
    }
}
