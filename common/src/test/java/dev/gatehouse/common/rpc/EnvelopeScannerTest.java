package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.json.JsonDepth;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeScannerTest {
    private static ReplyEnvelope scan(String body) {
        return EnvelopeScanner.scan(body.getBytes(StandardCharsets.UTF_8));
    }

    private static ReplyEnvelope.Failure failure(String body) {
        return (ReplyEnvelope.Failure) scan(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"success\":true,\"data\":{}}|{}",
                "{\"data\":{\"a\":[1,{\"b\":\"}\"}]},\"success\":true}|{\"a\":[1,{\"b\":\"}\"}]}",
                "  {\"success\" : true , \"data\" :  { \"a\" : 1 }  }  |{ \"a\" : 1 }",
                "{\"ü€😀\":\"ü€😀\",\"success\":true,\"data\":{\"ü\":\"€😀\"},\"x\":\"ü\"}|{\"ü\":\"€😀\"}",
                "{\"success\":true,\"data\":{\"a\":1,\"a\":2},\"message\":\"m\",\"data2\":[[]]}|{\"a\":1,\"a\":2}",
                "{\"succes\\u0073\":true,\"d\\u0061ta\":{\"k\":\"\\u00e9\"}}|{\"k\":\"\\u00e9\"}"
            })
    void theDataOfASuccessIsFoundByteForByte(String body, String data) {
        var success = (ReplyEnvelope.Success) scan(body);

        assertThat(new String(
                        success.body(),
                        success.dataStart(),
                        success.dataEnd() - success.dataStart(),
                        StandardCharsets.UTF_8))
                .isEqualTo(data);
    }

    @Test
    void allFieldsOfAFailureAreRead() {
        var failure = failure("""
                {"success":false,"error_code":"orders.sold_out","message":"Gone.","request_id":"r","outcome":"not_executed",
                 "retry_after":7,"details":[{"field":"sku","code":"pattern","message":"m"}]}""");

        assertThat(failure)
                .isEqualTo(new ReplyEnvelope.Failure(
                        "orders.sold_out",
                        "Gone.",
                        List.of(new FieldViolation("sku", "pattern", "m")),
                        Optional.of("not_executed"),
                        Optional.of(7L)));
    }

    @Test
    void aFailureNeedsNothingButItsCode() {
        assertThat(failure("{\"success\":false,\"error_code\":\"x.y\"}"))
                .isEqualTo(new ReplyEnvelope.Failure("x.y", "x.y", List.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void whatIsWrongInTheOtherFieldsOfAFailureIsLeftOut() {
        var failure = failure("""
                {"success":false,"error_code":"x.y","message":{"a":[]},"outcome":"maybe","retry_after":-1,"data":[],
                 "details":[1,null,[{"field":"a"}],{"field":"a","code":1,"message":"m"},{"field":"b"},
                 {"field":"c","code":"d","message":"e","more":{"f":[]}}]}""");

        assertThat(failure)
                .isEqualTo(new ReplyEnvelope.Failure(
                        "x.y", "x.y", List.of(new FieldViolation("c", "d", "e")), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "\"1\"", "-1", "99999999999999999999", "null", "true", "1e3"})
    void aRetryAfterThatIsNoWholeNumberOfSecondsIsLeftOut(String value) {
        assertThat(failure("{\"success\":false,\"error_code\":\"x\",\"retry_after\":" + value + "}")
                        .retryAfterSeconds())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "[]",
                "\"text\"",
                "<html></html>",
                "{",
                "{}",
                "{\"data\":{}}",
                "{\"success\":true}",
                "{\"success\":true,\"data\":null}",
                "{\"success\":true,\"data\":[]}",
                "{\"success\":true,\"data\":\"x\"}",
                "{\"success\":\"true\",\"data\":{}}",
                "{\"success\":1,\"data\":{}}",
                "{\"success\":null,\"data\":{}}",
                "{\"success\":false}",
                "{\"success\":false,\"data\":{}}",
                "{\"success\":false,\"error_code\":\"\"}",
                "{\"success\":false,\"error_code\":\" \"}",
                "{\"success\":false,\"error_code\":7}",
                "{\"success\":true,\"data\":{}} x",
                "{\"success\":true,\"data\":{}}{}",
                "{\"success\":true,\"data\":{}},",
                "{\"success\":true,\"data\":{}",
                "{\"success\":true,\"data\":{\"a\":}}",
                "{\"success\":true,\"data\":{\"a\":NaN}}",
                "{\"success\":true,\"data\":{\"a\":01}}",
                "{'success':true,\"data\":{}}",
                "{\"success\":true,\"success\":true,\"data\":{}}",
                "{\"success\":true,\"success\":false,\"data\":{}}",
                "{\"success\":true,\"data\":{},\"data\":{}}",
                "{\"success\":false,\"error_code\":\"a\",\"error_code\":\"b\"}",
                "{\"success\":true,\"data\":{},}",
                "{\"success\":true,\"data\":{}}\u0000",
                "\uFEFF{\"success\":true,\"data\":{}}"
            })
    void whatIsNoEnvelopeIsMalformed(String body) {
        assertThat(scan(body))
                .isInstanceOfSatisfying(
                        ReplyEnvelope.Malformed.class,
                        malformed -> assertThat(malformed.reason()).isNotBlank());
    }

    @Test
    void nestingIsBounded() {
        String inside = "{\"success\":true,\"data\":{\"a\":%s%s}}";

        int deepest = JsonDepth.MAX_PAYLOAD - 1;
        assertThat(scan(inside.formatted("[".repeat(deepest), "]".repeat(deepest))))
                .isInstanceOf(ReplyEnvelope.Success.class);
        assertThat(scan(inside.formatted("[".repeat(deepest + 1), "]".repeat(deepest + 1))))
                .isInstanceOf(ReplyEnvelope.Malformed.class);
        assertThat(scan(inside.formatted("[".repeat(100_000), "]".repeat(100_000))))
                .isInstanceOf(ReplyEnvelope.Malformed.class);
    }

    @Test
    void otherEncodingsAndBrokenUtf8AreMalformed() {
        String body = "{\"success\":true,\"data\":{\"a\":\"b\"}}";
        byte[] overlong = body.getBytes(StandardCharsets.UTF_8);
        overlong[body.indexOf("b")] = (byte) 0xFF;

        assertThat(EnvelopeScanner.scan(body.getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(ReplyEnvelope.Malformed.class);
        assertThat(EnvelopeScanner.scan(body.getBytes(StandardCharsets.UTF_16BE)))
                .isInstanceOf(ReplyEnvelope.Malformed.class);
        assertThat(EnvelopeScanner.scan(overlong)).isInstanceOf(ReplyEnvelope.Malformed.class);
        // A surrogate in three bytes (CESU-8), which a lenient decoder takes.
        byte[] surrogate = "{\"success\":true,\"data\":{\"a\":\"xyz\"}}".getBytes(StandardCharsets.UTF_8);
        int at = "{\"success\":true,\"data\":{\"a\":\"".length();
        surrogate[at] = (byte) 0xED;
        surrogate[at + 1] = (byte) 0xA0;
        surrogate[at + 2] = (byte) 0x80;
        assertThat(EnvelopeScanner.scan(surrogate)).isInstanceOf(ReplyEnvelope.Malformed.class);
    }
}
