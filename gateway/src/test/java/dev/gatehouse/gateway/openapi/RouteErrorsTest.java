package dev.gatehouse.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.route.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteErrorsTest {
    private static final String ALWAYS =
            "validation.failed common.payload_too_large common.internal_error common.overloaded";
    private static final String BEHIND = "rpc.bad_response rpc.unavailable common.unavailable rpc.timeout";
    private static final String TOKEN = "auth.token_expired auth.invalid_token";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http: GET /a, rpc: core.a.rpc.b.v1, auth: none                          | ALWAYS BEHIND
            http: POST /a, rpc: core.a.rpc.b.v1, auth: none                         | ALWAYS BEHIND common.unsupported_media_type
            http: DELETE /a, rpc: core.a.rpc.b.v1, auth: none                       | ALWAYS BEHIND common.unsupported_media_type
            http: GET /a, rpc: core.a.rpc.b.v1                                      | ALWAYS BEHIND TOKEN
            http: GET /a, rpc: core.a.rpc.b.v1, auth: optional                      | ALWAYS BEHIND TOKEN
            http: GET /a, rpc: core.a.rpc.b.v1, scopes: [x]                         | ALWAYS BEHIND TOKEN auth.forbidden
            http: GET /a, rpc: core.a.rpc.b.v1, roles: [x]                          | ALWAYS BEHIND TOKEN auth.forbidden
            http: GET /a, rpc: core.a.rpc.b.v1, auth: none, errors: [common.not_found, a.odd] | ALWAYS BEHIND common.not_found a.odd
            http: GET /a, rpc: core.a.rpc.b.v1, auth: none, 'rate-limit: {per: ip, limit: 1, period: PT1S}' | ALWAYS BEHIND common.rate_limited
            http: POST /a, rpc: core.a.rpc.b.v1, auth: none, idempotent: true       | ALWAYS BEHIND common.unsupported_media_type common.conflict
            http: GET /a, auth: none, 'respond: {data: {}}'                         | ALWAYS
            http: GET /a, 'respond: {data: {}}'                                     | ALWAYS TOKEN rpc.unavailable
            http: GET /a, auth: none, 'respond: {error_code: a.odd, message: No.}'  | ALWAYS a.odd
            """, quoteCharacter = '"')
    void codesFollowFromTheEntry(String entry, String expected) throws IOException {
        String codes =
                expected.replace("ALWAYS", ALWAYS).replace("BEHIND", BEHIND).replace("TOKEN", TOKEN);
        assertThat(RouteErrors.byStatus(route(entry.replace("'", ""))).values().stream()
                        .flatMap(Collection::stream))
                .containsExactlyInAnyOrder(codes.split(" ", -1));
    }

    @Test
    void codesAreGroupedByTheirStatusInTheOrderOfTheVocabulary() throws IOException {
        Map<Integer, Set<String>> codes = RouteErrors.byStatus(route(
                "http: POST /a, rpc: core.a.rpc.b.v1, errors: [z.own, b.own, common.conflict, auth.otp_invalid]"));
        assertThat(codes.keySet()).containsExactly(400, 401, 409, 413, 415, 500, 502, 503, 504);
        assertThat(codes.get(401)).containsExactly("auth.token_expired", "auth.invalid_token", "auth.otp_invalid");
        assertThat(codes.get(500)).containsExactly("common.internal_error", "b.own", "z.own");
        assertThat(codes.get(503)).containsExactly("rpc.unavailable", "common.overloaded", "common.unavailable");
    }

    private Route route(String entry) throws IOException {
        String yaml = "- {name: a.b, " + entry + "}\n";
        return TestTable.write(directory, yaml, Map.of()).routes().getFirst();
    }
}
