package dev.gatehouse.common.telemetry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of a line, as in {@code 2026-01-31T12:00:00.123Z}. The text of a second is kept for the lines that follow within it. Thread-safe. */
final class LogTime {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);

    private volatile Second latest = Second.of(0);

    private record Second(long epochSecond, String text) {
        static Second of(long epochSecond) {
            return new Second(epochSecond, SECOND.format(Instant.ofEpochSecond(epochSecond)));
        }
    }

    void append(StringBuilder line, long epochMillis) {
        long epochSecond = Math.floorDiv(epochMillis, 1_000L);
        Second second = latest;
        if (second.epochSecond() != epochSecond) {
            second = Second.of(epochSecond);
            latest = second;
        }
        int millis = Math.floorMod(epochMillis, 1_000);
        line.append(second.text())
                .append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10))
                .append('Z');
    }
}
