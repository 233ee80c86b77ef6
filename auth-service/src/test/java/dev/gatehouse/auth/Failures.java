package dev.gatehouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions on coded failures. */
public final class Failures {
    private Failures() {}

    /** The coded failure that the work ends with. */
    public static ServiceException failure(ThrowingCallable work) {
        ServiceException failure = catchThrowableOfType(ServiceException.class, work);
        assertThat(failure).as("a coded failure").isNotNull();
        return failure;
    }

    public static void assertFails(ErrorCode code, ThrowingCallable work) {
        assertThat(failure(work).code()).isEqualTo(code);
    }
}
