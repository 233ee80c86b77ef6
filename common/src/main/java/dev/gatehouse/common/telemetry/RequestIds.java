package dev.gatehouse.common.telemetry;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;

/** New request ids: UUIDs of version 7 (RFC 9562, section 5.7). Thread-safe. */
public final class RequestIds {
    private static final TimeBasedEpochRandomGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();

    private RequestIds() {}

    public static String next() {
        return GENERATOR.generate().toString();
    }
}
