package dev.gatehouse.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.contract.AuthApi;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class JsonTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    @Test
    void namesAreSnakeCaseAndTimesAreRfc3339() {
        AuthApi.RegisteredAccount account = new AuthApi.RegisteredAccount(
                ID, "ada", "ada@example.org", Instant.parse("2026-01-31T12:00:00.123456Z"));
        String json = Json.mapper().writeValueAsString(account);
        assertThat(json).isEqualTo("""
                        {"account_id":"01890a5d-ac96-774b-bcce-b302099a8057","username":"ada","email":"ada@example.org",\
                        "created_at":"2026-01-31T12:00:00.123456Z"}""");
        assertThat(Json.mapper().readValue(json, AuthApi.RegisteredAccount.class))
                .isEqualTo(account);
    }

    @Test
    void emptyOptionalIsLeftOutAndReadFromNothing() {
        String json = Json.mapper().writeValueAsString(new AuthApi.IssueToken("ada", "x", Optional.empty()));
        assertThat(json).isEqualTo("{\"username\":\"ada\",\"password\":\"x\"}");
        assertThat(Json.mapper().readValue(json, AuthApi.IssueToken.class).otpCode())
                .isEmpty();
    }

    @Test
    void emptyListIsKept() {
        assertThat(Json.mapper().writeValueAsString(new AuthApi.ValidToken(true, ID, ID, List.of(), List.of("a"), 7)))
                .contains("\"scopes\":[],\"roles\":[\"a\"],\"exp\":7");
        assertThat(Json.mapper().writeValueAsString(new AuthApi.Nothing())).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"refresh_token\":\"a\",\"refresh_token\":\"b\"}",
                "{\"refresh_token\":\"a\",\"other\":1}",
                "{\"refresh_token\":\"a\"} {}",
                "{\"refresh_token\":\"a\"}x",
                "{\"refresh_token\":\"a\",}",
                "{'refresh_token':'a'}",
                "{\"refresh_token\":\"a\"",
                ""
            })
    void whatIsNotStrictlyTheRecordIsRefused(String json) {
        assertThatThrownBy(() -> Json.mapper().readValue(json, AuthApi.RefreshToken.class))
                .isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{} {}", "NaN", "[1,]", "// x\n1", "{a:1}"})
    void whatIsNotStrictlyJsonIsNoTree(String json) {
        assertThatThrownBy(() -> Json.mapper().readTree(json)).isInstanceOf(JacksonException.class);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> Json.mapper().readTree("[".repeat(100_000))).isInstanceOf(JacksonException.class);
    }

    @Test
    void numbersKeepTheirDigits() {
        JsonNode tree = Json.mapper().readTree("{\"a\":12345678901234567890,\"b\":0.1}");
        assertThat(tree.get("a").toString()).isEqualTo("12345678901234567890");
        assertThat(tree.get("b").toString()).isEqualTo("0.1");
    }

    @Test
    void missingPrimitiveIsRefused() {
        assertThatThrownBy(() -> Json.mapper().readValue("{\"valid\":null}", AuthApi.ValidToken.class))
                .isInstanceOf(JacksonException.class);
    }
}
