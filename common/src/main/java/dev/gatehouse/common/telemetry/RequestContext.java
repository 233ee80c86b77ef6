package dev.gatehouse.common.telemetry;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * What is known of the request that the current thread works on. Bound for the extent of a call; every log line written inside carries
 * the request id. Immutable.
 *
 * @param requestId the client's own where it matches {@code [A-Za-z0-9._-]{1,64}}, else a new one; never an AMQP correlation id
 * @param traceparent the W3C trace context that came with the request, handed on as it is
 */
public record RequestContext(String requestId, Optional<String> traceparent) {
    /** The key of the request id in the logging context. */
    public static final String MDC_KEY = "request_id";

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** W3C Trace Context, section 3.2.2: version 00. */
    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    /** The context for what a client has sent; whatever is not valid is replaced or dropped. */
    public static RequestContext accept(Optional<String> requestId, Optional<String> traceparent) {
        return new RequestContext(
                requestId.filter(id -> REQUEST_ID.matcher(id).matches()).orElseGet(RequestIds::next),
                traceparent.filter(trace -> TRACEPARENT.matcher(trace).matches()));
    }

    /** The context of the current thread's request, if it works on one. */
    public static Optional<RequestContext> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Runs the work with this context bound. */
    public void run(Runnable work) {
        String before = MDC.get(MDC_KEY);
        MDC.put(MDC_KEY, requestId);
        try {
            ScopedValue.where(CURRENT, this).run(work);
        } finally {
            restore(before);
        }
    }

    /** Calls the work with this context bound. */
    public <T> T call(Callable<T> work) throws Exception {
        String before = MDC.get(MDC_KEY);
        MDC.put(MDC_KEY, requestId);
        try {
            return ScopedValue.where(CURRENT, this).call(work::call);
        } finally {
            restore(before);
        }
    }

    private static void restore(@org.jspecify.annotations.Nullable String before) {
        if (before == null) {
            MDC.remove(MDC_KEY);
        } else {
            MDC.put(MDC_KEY, before);
        }
    }
}
