package dev.gatehouse.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.error.FieldViolation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which passwords are accepted. */
class PasswordPolicyTest {
    private final PasswordPolicy policy = new PasswordPolicy(CommonPasswords.load());

    @ParameterizedTest
    @CsvSource({
        "correct horse battery, alice, al, ",
        "x7Qm2Zp, alice, al, min_length",
        "12345678, alice, al, common",
        "PassWord1, alice, al, common",
        "ＰＡＳＳＷＯＲＤ１, alice, al, common",
        "xxAliCexx, alice, al, contains_username",
        "xx.a.smith.xx, alice, a.smith, contains_email",
        "al is too short a name, alice, al, ",
    })
    void theRuleThatIsBrokenIsNamed(String password, String username, String localPart, String code) {
        assertThat(codes(password, username, localPart)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void everyBrokenRuleIsNamed() {
        assertThat(codes("monkey", "monkey", "monkey"))
                .containsExactly("min_length", "common", "contains_username", "contains_email");
    }

    @Test
    void lengthIsCountedInCharactersOfTheNormalForm() {
        assertThat(codes("\ud83d\ude00".repeat(8), "alice", "al")).isEmpty();
        assertThat(codes("\ud83d\ude00".repeat(7), "alice", "al")).containsExactly("min_length");
        assertThat(codes("e\u0301".repeat(128), "alice", "al")).isEmpty();
        assertThat(codes("e\u0301".repeat(129), "alice", "al")).containsExactly("max_length");
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThat(codes("correct \ud800 horse", "alice", "al")).containsExactly("format");
    }

    private List<String> codes(String password, String username, String localPart) {
        return policy.violations("password", password, username, localPart).stream()
                .map(FieldViolation::code)
                .toList();
    }
}
