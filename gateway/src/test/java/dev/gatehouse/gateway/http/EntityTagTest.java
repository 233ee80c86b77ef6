package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
    private static final EntityTag TAG = new EntityTag("abc");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abc\"",
                "W/\"abc\"",
                "*",
                " * ",
                "\"x\", \"abc\"",
                "\"x\",W/\"abc\"",
                ",, \"abc\"",
                "\"a,b\" , \"abc\" , \"c\""
            })
    void clientThatHasItIsKnown(String header) {
        assertThat(TAG.isKnown(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "\"x\"",
                "\"abcd\"",
                "\"x,abc\"",
                "\"ABC\"",
                "w/\"abc\"",
                "W/ \"abc\"",
                "\"x\" \"abc\"",
                "\"abc",
                "\"*\"",
                "abc, \"abc\""
            })
    void clientThatHasSomethingElseIsNot(String header) {
        assertThat(TAG.isKnown(List.of(header))).isFalse();
    }

    @Test
    void listMayComeInSeveralHeaders() {
        assertThat(TAG.isKnown(List.of("\"x\"", "\"abc\""))).isTrue();
        assertThat(TAG.isKnown(List.of())).isFalse();
    }

    @Test
    void sameBytesHaveTheSameTag() {
        byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
        assertThat(EntityTag.of(bytes)).isEqualTo(EntityTag.of("xabcx".getBytes(StandardCharsets.UTF_8), 1, 4));
        assertThat(EntityTag.of(bytes)).isNotEqualTo(EntityTag.of("abd".getBytes(StandardCharsets.UTF_8)));
        assertThat(EntityTag.of(bytes).header().get()).isEqualTo("\"ba7816bf8f01cfea414140de5dae2223\"");
    }
}
