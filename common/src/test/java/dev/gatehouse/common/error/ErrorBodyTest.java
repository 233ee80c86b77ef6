package dev.gatehouse.common.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorBodyTest {
    @Test
    void whatIsNotKnownIsLeftOut() {
        assertThat(json(ServiceException.of(ErrorCode.USER_EXISTS), Optional.empty()))
                .isEqualTo("""
                        {"success":false,"error_code":"auth.user_exists","message":"That username or email is taken."}""");
    }

    @Test
    void violationsAreTheDetails() {
        assertThat(json(ServiceException.invalid("email", "format", "must be an email address"), Optional.of("r-1")))
                .isEqualTo("""
                        {"success":false,"error_code":"validation.failed","message":"The request is not valid.",\
                        "details":[{"field":"email","code":"format","message":"must be an email address"}],"request_id":"r-1"}""");
    }

    @Test
    void outcomeAndTimeToRetryAreTold() {
        assertThat(json(ServiceException.overloaded("Busy.", Duration.ofMillis(1_500)), Optional.of("r-1")))
                .isEqualTo("""
                        {"success":false,"error_code":"common.overloaded","message":"Busy.","request_id":"r-1",\
                        "outcome":"not_executed","retry_after":2}""");
    }

    @Test
    void outcomeIsUnknownWhereNothingElseIsSaid() {
        assertThat(json(ServiceException.of(ErrorCode.RPC_TIMEOUT), Optional.empty()))
                .endsWith("\"outcome\":\"unknown\"}");
        assertThat(json(ServiceException.of(ErrorCode.NOT_FOUND), Optional.empty()))
                .doesNotContain("outcome");
    }

    @Test
    void timeToRetryIsNeverNothing() {
        assertThat(json(ServiceException.overloaded("Busy.", Duration.ZERO), Optional.empty()))
                .endsWith("\"retry_after\":1}");
        assertThat(json(ServiceException.overloaded("Busy.", Duration.ofSeconds(3)), Optional.empty()))
                .endsWith("\"retry_after\":3}");
    }

    @Test
    void failureIsAnAnswerWithoutAStackTraceThatKeepsItsCause() {
        IllegalStateException cause = new IllegalStateException("secret of the database");
        ServiceException failure = ServiceException.of(ErrorCode.UNAVAILABLE)
                .causedBy(cause)
                .notExecuted()
                .retryAfter(Duration.ofSeconds(1));
        assertThat(failure).hasCause(cause);
        assertThat(failure.getStackTrace()).isEmpty();
        assertThat(json(failure, Optional.empty())).doesNotContain("secret");
        assertThat(failure.outcome()).hasValue(Outcome.NOT_EXECUTED);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void validationFailureNeedsAViolation() {
        assertThatThrownBy(() -> ServiceException.invalid(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void outcomeIsFoundByItsWord() {
        assertThat(Outcome.of("unknown")).hasValue(Outcome.UNKNOWN);
        assertThat(Outcome.of("not_executed")).hasValue(Outcome.NOT_EXECUTED);
        assertThat(Outcome.of("maybe")).isEmpty();
    }

    private static String json(ServiceException failure, Optional<String> requestId) {
        return Json.mapper().writeValueAsString(ErrorBody.of(failure, requestId));
    }
}
