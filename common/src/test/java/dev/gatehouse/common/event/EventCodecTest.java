package dev.gatehouse.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.contract.AuthEvents;
import dev.gatehouse.common.event.EventCodec.Reading;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final AuthEvents.SessionRevoked REVOKED =
            new AuthEvents.SessionRevoked(ID, ID, "logout", TIME, TIME.plusSeconds(900));
    private static final String TEXT = """
            {"specversion":"1.0","id":"01890a5d-ac96-774b-bcce-b302099a8057","source":"/auth-service",\
            "type":"auth.session.revoked.v1","subject":"01890a5d-ac96-774b-bcce-b302099a8057",\
            "time":"2026-01-31T12:00:00.123456Z","datacontenttype":"application/json",\
            "data":{"session_id":"01890a5d-ac96-774b-bcce-b302099a8057",\
            "account_id":"01890a5d-ac96-774b-bcce-b302099a8057","reason":"logout",\
            "revoked_at":"2026-01-31T12:00:00.123456Z","tokens_expire_at":"2026-01-31T12:15:00.123456Z"}}""";

    @Test
    void eventIsWrittenAsCloudEventsHasIt() {
        Event fresh = Event.of(AuthEvents.SESSION_REVOKED, URI.create("/auth-service"), ID.toString(), TIME, REVOKED);
        Event event = new Event(ID, fresh.source(), fresh.type(), fresh.subject(), fresh.time(), fresh.data());
        assertThat(new String(EventCodec.write(event), StandardCharsets.UTF_8)).isEqualTo(TEXT);
        assertThat(fresh.id().version()).isEqualTo(7);
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        Event event = Event.of(AuthEvents.SESSION_REVOKED, URI.create("/auth-service"), ID.toString(), TIME, REVOKED);
        assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(new Reading.Read(event));
        assertThat(event.data(AuthEvents.SESSION_REVOKED)).isEqualTo(REVOKED);
    }

    @Test
    void extensionsAndNewFieldsAreIgnored() {
        Event event = read(TEXT.replace("{\"specversion\"", "{\"traceparent\":\"00-1-2-01\",\"specversion\"")
                .replace("\"reason\"", "\"since\":1,\"reason\""));
        assertThat(event.data(AuthEvents.SESSION_REVOKED)).isEqualTo(REVOKED);
    }

    @Test
    void timeMayHaveAnOffset() {
        assertThat(read(TEXT.replace(
                                "\"2026-01-31T12:00:00.123456Z\",\"datac", "\"2026-01-31T13:00:00+01:00\",\"datac"))
                        .time())
                .isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"specversion\":\"1.0\" | \"specversion\":\"0.3\"",
                "\"specversion\":\"1.0\" | \"specversion\":1.0",
                "\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\", | ''",
                "\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\" | \"id\":\"1\"",
                "\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\" | \"id\":\"1-2-3-4-5\"",
                "\"source\":\"/auth-service\" | \"source\":\"\"",
                "\"source\":\"/auth-service\" | \"source\":\"a b\"",
                "\"source\":\"/auth-service\" | \"source\":7",
                "auth.session.revoked.v1 | auth.#",
                "\"subject\":\"01890a5d-ac96-774b-bcce-b302099a8057\" | \"subject\":\"\"",
                "2026-01-31T12:00:00.123456Z\",\"datac | yesterday\",\"datac",
                "application/json | text/plain",
                "\"data\":{ | \"data\":[], \"other\":{",
                "\"data\":{ | \"data_base64\":{",
                "\"id\": | \"id\":\"x\",\"id\":",
            })
    void whatIsNotQuiteAnEventIsUnreadable(String part, String replacement) {
        String text = TEXT.replace(part, replacement);
        assertThat(text).isNotEqualTo(TEXT);
        assertThat(EventCodec.read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Reading.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "null", "{}", "{\"specversion\":\"1.0\"", "\"text\"", "\u0000"})
    void whatIsNoEventIsUnreadable(String text) {
        assertThat(EventCodec.read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void eventOverTheBoundIsNeitherWrittenNorRead() {
        Event event = read(TEXT);
        Event large = new Event(
                ID, event.source(), event.type(), "s", TIME, event.data().deepCopy());
        large.data().put("more", "x".repeat(EventCodec.MAX_BYTES));
        assertThatThrownBy(() -> EventCodec.write(large)).isInstanceOf(IllegalArgumentException.class);
        byte[] spaced = (TEXT + " ".repeat(EventCodec.MAX_BYTES)).getBytes(StandardCharsets.UTF_8);
        assertThat(EventCodec.read(spaced)).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void whyItIsUnreadableIsTold() {
        String text = TEXT.replace("auth.session.revoked.v1", "A".repeat(1_000));
        assertThat(EventCodec.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Reading.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .startsWith("not the type of an event")
                                .hasSize(200));
    }

    @Test
    void dataOfAnotherTypeIsRefused() {
        Event event = read(
                TEXT.replace("\"tokens_expire_at\":\"2026-01-31T12:15:00.123456Z\"", "\"tokens_expire_at\":\"x\""));
        assertThatThrownBy(() -> event.data(AuthEvents.SESSION_REVOKED)).isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void dataIsNotPrinted() {
        assertThat(read(TEXT).toString()).doesNotContain("logout");
    }

    private static Event read(String text) {
        return switch (EventCodec.read(text.getBytes(StandardCharsets.UTF_8))) {
            case Reading.Read(Event event) -> event;
            case Reading.Unreadable(String reason) -> throw new AssertionError(reason);
        };
    }
}
