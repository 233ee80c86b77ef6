package dev.gatehouse.gateway.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.json.JsonDepth;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PushScannerTest {
    private static final String BODY = "{\"event\":\"order.paid\",\"payload\":{\"a\":[1,\"ü\",{\"b\":null}]}}";
    private static final PushScanner SCANNER = new PushScanner(2_000);

    private static PushReading scan(String body) {
        return SCANNER.scan(PushKeys.BROADCAST, body.getBytes(UTF_8));
    }

    private static Push push(PushReading reading) {
        return ((PushReading.Valid) reading).push();
    }

    private static String tail(String body) {
        return new String(push(scan(body)).tail(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ \"a\" : 1.50 }",
                "[]",
                "[ 1 , {\"a\":\"}\"} ]",
                "\"text \\\" ü\"",
                "\"\"",
                "0",
                "-1.5e+10",
                "123456789012345678901234567890.10",
                "true",
                "false",
                "null"
            })
    void payloadGoesOnByteForByteWhereverItStands(String payload) {
        String expected = "\"event\":\"e\",\"payload\":" + payload + "}";

        assertThat(tail("{\"event\":\"e\",\"payload\":" + payload + "}")).isEqualTo(expected);
        assertThat(tail(" {\"payload\" :  " + payload + " , \"event\" : \"e\" } "))
                .isEqualTo(expected);
        assertThat(tail("{\"event\":\"e\",\"payload\":" + payload + " }")).isEqualTo(expected);
    }

    @Test
    void tailEndsAFrame() {
        Push push = push(SCANNER.scan(PushKeys.topic("public.prices"), BODY.getBytes(UTF_8)));
        JsonNode frame = Json.mapper().readTree("{\"type\":\"event\",\"seq\":12," + new String(push.tail(), UTF_8));

        assertThat(frame.propertyNames()).containsExactly("type", "seq", "event", "topic", "payload");
        assertThat(frame.get("event").asString()).isEqualTo("order.paid");
        assertThat(frame.get("topic").asString()).isEqualTo("public.prices");
        assertThat(push.topic()).contains("public.prices");
        assertThat(push.event()).isEqualTo("order.paid");
    }

    @Test
    void onlyAPushToATopicHasOne() {
        assertThat(push(scan(BODY)).topic()).isEqualTo(Optional.empty());
        assertThat(tail("{\"event\":\"e\"}")).isEqualTo("\"event\":\"e\",\"payload\":{}}");
    }

    @Test
    void eventIsWrittenAsJson() {
        assertThat(tail("{\"event\":\"\\u0022\\\\\\n\\u00fc\"}"))
                .isEqualTo("\"event\":\"\\\"\\\\\\nü\",\"payload\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"event\"",
                "{}",
                "{\"event\":1}",
                "{\"event\":null}",
                "{\"event\":\"\"}",
                "{\"event\":\"\\ud800\"}",
                "{\"payload\":{}}",
                "{\"event\":\"e\",\"topic\":\"t\"}",
                "{\"event\":\"e\",\"event\":\"e\"}",
                "{\"event\":\"e\",\"payload\":1,\"payload\":2}",
                "{\"event\":\"e\",\"payload\":}",
                "{\"event\":\"e\",\"payload\":01}",
                "{\"event\":\"e\",\"payload\":nul}",
                "{\"event\":\"e\",\"payload\":'a'}",
                "{\"event\":\"e\",\"payload\":\"\n\"}",
                "{\"event\":\"e\",\"payload\":{}",
                "{\"event\":\"e\",\"payload\":{}}{}",
                "{\"event\":\"e\",\"payload\":{}}x"
            })
    void whatIsNoPushIsMalformed(String body) {
        assertThat(scan(body)).isInstanceOf(PushReading.Malformed.class);
    }

    @Test
    void lengthOfTheEventIsBounded() {
        assertThat(scan("{\"event\":\"" + "😀".repeat(128) + "\"}")).isInstanceOf(PushReading.Valid.class);
        assertThat(scan("{\"event\":\"" + "e".repeat(129) + "\"}")).isInstanceOf(PushReading.Malformed.class);
    }

    @Test
    void depthIsBounded() {
        String deepest = "[".repeat(JsonDepth.MAX_PAYLOAD) + "]".repeat(JsonDepth.MAX_PAYLOAD);

        assertThat(scan("{\"event\":\"e\",\"payload\":" + deepest + "}")).isInstanceOf(PushReading.Valid.class);
        assertThat(scan("{\"event\":\"e\",\"payload\":[" + deepest + "]}")).isInstanceOf(PushReading.Malformed.class);
    }

    @Test
    void sizeIsBounded() {
        String padded = BODY + " ".repeat(2_000 - BODY.getBytes(UTF_8).length);

        assertThat(scan(padded)).isInstanceOf(PushReading.Valid.class);
        assertThat(scan(padded + " ")).isInstanceOf(PushReading.Malformed.class);
    }

    @Test
    void bodyIsUtf8() {
        byte[] body = BODY.getBytes(ISO_8859_1);

        assertThat(SCANNER.scan(PushKeys.BROADCAST, body)).isInstanceOf(PushReading.Malformed.class);
    }

    @Property
    void garbageNeverThrows(@ForAll @Size(max = 60) byte[] body) {
        assertThat(SCANNER.scan(PushKeys.BROADCAST, body)).isInstanceOf(PushReading.Malformed.class);
    }

    @Property
    void bodyWithBytesExchangedIsMalformedOrMakesAFrame(
            @ForAll @Size(max = 3) byte[] with, @ForAll int at, @ForAll boolean cut) {
        byte[] body = BODY.getBytes(UTF_8);
        int from = Math.floorMod(at, body.length);
        for (int i = 0; i < with.length && from + i < body.length; i++) {
            body[from + i] = with[i];
        }
        byte[] sent = cut ? Arrays.copyOf(body, from) : body;

        if (SCANNER.scan(PushKeys.BROADCAST, sent) instanceof PushReading.Valid valid) {
            assertThat(Json.mapper()
                            .readTree("{" + new String(valid.push().tail(), UTF_8))
                            .get("payload"))
                    .isEqualTo(Json.mapper().readTree(sent).path("payload"));
        }
    }
}
