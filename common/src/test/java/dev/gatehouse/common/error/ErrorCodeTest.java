package dev.gatehouse.common.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    /** The codes are what clients are written against: a row may be added, never changed. */
    private static final String ROWS = """
            auth.invalid_credentials 401
            auth.token_expired 401
            auth.invalid_token 401
            auth.forbidden 403
            auth.user_exists 409
            validation.failed 400
            rpc.timeout 504
            rpc.bad_response 502
            common.not_implemented 501
            common.internal_error 500
            auth.refresh_invalid 401
            auth.refresh_expired 401
            auth.registration_disabled 403
            auth.otp_required 401
            auth.otp_invalid 401
            auth.too_many_attempts 429
            rpc.unavailable 503
            common.overloaded 503
            common.unavailable 503
            common.rate_limited 429
            common.not_found 404
            common.method_not_allowed 405
            common.payload_too_large 413
            common.unsupported_media_type 415
            common.conflict 409
            """;

    @Test
    void everyCodeHasItsStatus() {
        assertThat(Arrays.stream(ErrorCode.values())
                        .map(code -> code.code() + " " + code.status() + "\n")
                        .collect(Collectors.joining()))
                .isEqualTo(ROWS);
    }

    @Test
    void everyCodeIsFoundAgain() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(ErrorCode.of(code.code())).hasValue(code);
        }
        assertThat(ErrorCode.of("orders.sold_out")).isEmpty();
    }

    @Test
    void codesOfTheWayTellTheOutcome() {
        assertThat(Arrays.stream(ErrorCode.values()).filter(ErrorCode::carriesOutcome))
                .containsExactly(
                        ErrorCode.RPC_TIMEOUT,
                        ErrorCode.RPC_BAD_RESPONSE,
                        ErrorCode.RPC_UNAVAILABLE,
                        ErrorCode.OVERLOADED,
                        ErrorCode.UNAVAILABLE);
        assertThat(ErrorCode.carriesOutcome("rpc.something_new")).isTrue();
        assertThat(ErrorCode.carriesOutcome("orders.sold_out")).isFalse();
    }

    @Test
    void everyCodeHasAMessageForPeople() {
        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(code.message()).isNotBlank().endsWith("."));
    }
}
