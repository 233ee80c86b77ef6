package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class RequestContextTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_c.9", "0123456789012345678901234567890123456789012345678901234567890123"})
    void requestIdOfTheClientIsKept(String id) {
        assertThat(accept(id).requestId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\n",
                "\u00e4",
                "a/b",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void requestIdThatIsNotValidIsReplaced(String id) {
        String replaced = accept(id).requestId();
        assertThat(replaced).isNotEqualTo(id);
        assertThat(UUID.fromString(replaced).version()).isEqualTo(7);
    }

    @Test
    void missingRequestIdIsMade() {
        String first = RequestContext.accept(Optional.empty(), Optional.empty()).requestId();
        assertThat(first)
                .isNotEqualTo(RequestContext.accept(Optional.empty(), Optional.empty())
                        .requestId());
    }

    @Test
    void traceparentIsKeptOnlyWhereItIsValid() {
        assertThat(RequestContext.accept(Optional.empty(), Optional.of(TRACE)).traceparent())
                .hasValue(TRACE);
        assertThat(RequestContext.accept(Optional.empty(), Optional.of(TRACE + "\n"))
                        .traceparent())
                .isEmpty();
        assertThat(RequestContext.accept(Optional.empty(), Optional.of("01-x")).traceparent())
                .isEmpty();
    }

    @Test
    void contextIsBoundInsideAndGoneAfterwards() {
        RequestContext context = accept("r-1");
        context.run(() -> {
            assertThat(RequestContext.current()).hasValue(context);
            assertThat(MDC.get(RequestContext.MDC_KEY)).isEqualTo("r-1");
        });
        assertThat(RequestContext.current()).isEmpty();
        assertThat(MDC.get(RequestContext.MDC_KEY)).isNull();
    }

    @Test
    void innerContextGivesWayToTheOuterOne() throws Exception {
        String inside = accept("outer").call(() -> {
            accept("inner")
                    .run(() -> assertThat(MDC.get(RequestContext.MDC_KEY)).isEqualTo("inner"));
            assertThat(MDC.get(RequestContext.MDC_KEY)).isEqualTo("outer");
            return RequestContext.current().orElseThrow().requestId();
        });
        assertThat(inside).isEqualTo("outer");
    }

    @Test
    void whatWasInTheLoggingContextBeforeIsRestoredEvenAfterAFailure() {
        MDC.put(RequestContext.MDC_KEY, "before");
        assertThatThrownBy(() -> accept("r-1").call(() -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(MDC.get(RequestContext.MDC_KEY)).isEqualTo("before");
    }

    private static RequestContext accept(String id) {
        return RequestContext.accept(Optional.of(id), Optional.empty());
    }
}
