package dev.gatehouse.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthApiTest {
    @Test
    void routingKeysAreTheContracts() {
        assertThat(List.of(
                        AuthApi.REGISTER,
                        AuthApi.ISSUE_TOKEN,
                        AuthApi.REFRESH_TOKEN,
                        AuthApi.LOGOUT,
                        AuthApi.VALIDATE_TOKEN,
                        AuthApi.JWKS,
                        AuthApi.REVOCATIONS,
                        AuthApi.GET_ACCOUNT))
                .extracting(RpcMethod::routingKey)
                .containsExactly(
                        "core.auth.rpc.register.v1",
                        "core.auth.rpc.issue_token.v1",
                        "core.auth.rpc.refresh_token.v1",
                        "core.auth.rpc.logout.v1",
                        "core.auth.rpc.validate_token.v1",
                        "core.auth.rpc.jwks.v1",
                        "core.auth.rpc.revocations.v1",
                        "core.auth.rpc.get_account.v1");
    }

    @Test
    void schemaIsNamedAfterTheMethod() {
        assertThat(AuthApi.ISSUE_TOKEN.schemaResource()).isEqualTo("schemas/auth/issue-token.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Register", "a.b", "a#", "*", "1a", "a-b"})
    void nameThatWouldChangeTheRoutingKeyIsRefused(String name) {
        assertThatThrownBy(() -> new RpcMethod<>("auth", name, AuthApi.Nothing.class, AuthApi.Nothing.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secretsAreNotPrinted() {
        UUID id = UUID.randomUUID();
        assertThat(List.of(
                        new AuthApi.Register("ada", "ada@example.org", "geheim"),
                        new AuthApi.IssueToken("ada", "geheim", Optional.of("geheim")),
                        new AuthApi.TokenGrant("geheim", "Bearer", 1, "geheim", 1, id, id),
                        new AuthApi.RefreshToken("geheim"),
                        new AuthApi.Logout("geheim"),
                        new AuthApi.ValidateToken("geheim")))
                .noneMatch(value -> value.toString().contains("geheim"));
    }
}
