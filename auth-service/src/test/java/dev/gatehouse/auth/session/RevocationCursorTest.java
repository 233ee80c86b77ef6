package dev.gatehouse.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

/** The text of a place among revoked sessions. */
class RevocationCursorTest {
    @Property
    void itIsReadAsItWasWritten(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long micros,
            @ForAll long high,
            @ForAll long low) {
        RevocationCursor cursor =
                new RevocationCursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new SessionId(new UUID(high, low)));

        assertThat(RevocationCursor.parse(cursor.text())).contains(cursor);
        assertThat(cursor.text()).hasSize(32);
    }

    @Property
    void anyOtherTextIsRefusedWithoutAFailure(@ForAll @StringLength(max = 31) String text) {
        assertThat(RevocationCursor.parse(text)).isEmpty();
    }
}
