package dev.gatehouse.common.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonSchemaTest {
    private static final JsonSchema REGISTER = JsonSchema.ofResource("schemas/auth/register.json");

    @TempDir
    private Path dir;

    @Test
    void validRequestHasNoViolations() {
        assertThat(REGISTER.violations(
                        json("{'username': 'ada', 'email': 'ada@example.org', 'password': 'correct horse'}")))
                .isEmpty();
    }

    @Test
    void everyViolationIsReportedAtOnceInTheOrderOfFields() {
        assertThat(REGISTER.violations(json("{'username': '-', 'email': 'no', 'passwort': 'x'}")))
                .containsExactly(
                        new FieldViolation("email", "format", "must be an email address"),
                        new FieldViolation("password", "required", "is required"),
                        new FieldViolation("passwort", "unknown", "is not a known field"),
                        new FieldViolation("username", "min_length", "must have at least 3 characters"),
                        new FieldViolation("username", "pattern", "does not have the required form"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1e300                   | maximum",
                "-1e300                  | minimum",
                "1e400                   | type",
                "-1e400                  | type",
                "9223372036854775808.0   | maximum",
                "99999999999999999999999 | maximum",
            })
    void numberBeyondAllBoundsIsAViolationWhereverItIs(String number, String code) {
        JsonSchema schema =
                schema("{'properties': {'list': {'items': {'type': 'number', 'minimum': 1, 'maximum': 9}}}}");

        assertThat(schema.violations(json("{'list': [1.5, {'a': 1}, " + number + "]}")))
                .extracting(FieldViolation::field, FieldViolation::code)
                .containsExactly(tuple("list[1]", "type"), tuple("list[2]", code));
    }

    @Test
    void requestThatIsNoObjectIsAViolationOfTheWhole() {
        assertThat(REGISTER.violations(json("[]")))
                .containsExactly(new FieldViolation("", "type", "must be an object"));
    }

    @Test
    void fieldOfTheWrongTypeIsReportedOnce() {
        assertThat(REGISTER.violations(json("{'username': 7, 'email': null, 'password': ['correct horse']}")))
                .containsExactly(
                        new FieldViolation("email", "type", "must be a string"),
                        new FieldViolation("password", "type", "must be a string"),
                        new FieldViolation("username", "type", "must be a string"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'string'}                                   | 1        | type              | must be a string",
                "{'type': 'integer'}                                  | 1.5      | type              | must be a whole number",
                "{'type': ['string', 'null']}                         | 1        | type              | must be a string or null",
                "{'minLength': 1}                                     | ''       | min_length        | must have at least 1 character",
                "{'maxLength': 1}                                     | 'ab'     | max_length        | must have at most 1 character",
                "{'pattern': '^a$'}                                   | 'b'      | pattern           | does not have the required form",
                "{'format': 'email'}                                  | 'b'      | format            | must be an email address",
                "{'format': 'uuid'}                                   | 'b'      | format            | must be a UUID",
                "{'format': 'ipv4'}                                   | 'b'      | format            | must have the format ipv4",
                "{'enum': ['a', 1]}                                   | 'b'      | enum              | must be one of a, 1",
                "{'const': 'a'}                                       | 'b'      | const             | must be \"a\"",
                "{'minimum': 2}                                       | 1        | minimum           | must be at least 2",
                "{'maximum': 2}                                       | 3        | maximum           | must be at most 2",
                "{'exclusiveMinimum': 2}                              | 2        | exclusive_minimum | must be more than 2",
                "{'exclusiveMaximum': 2}                              | 2        | exclusive_maximum | must be less than 2",
                "{'multipleOf': 2}                                    | 3        | multiple_of       | must be a multiple of 2",
                "{'minItems': 1}                                      | []       | min_items         | must have at least 1 item",
                "{'maxItems': 1}                                      | [1, 2]   | max_items         | must have at most 1 item",
                "{'uniqueItems': true}                                | [1, 1]   | unique_items      | must not have the same item twice",
                "{'minProperties': 1}                                 | {}       | min_properties    | must have at least 1 field",
                "{'maxProperties': 0}                                 | {'a': 1} | max_properties    | must have at most 0 fields",
                "{'contains': {'type': 'string'}}                     | [1]      | contains          | does not have the right number of items of the required kind",
                "{'anyOf': [{'type': 'string'}, {'type': 'boolean'}]} | 1        | any_of            | has none of the allowed forms",
                "{'oneOf': [{'type': 'string'}, {'type': 'boolean'}]} | 1        | one_of            | must have exactly one of the allowed forms",
                "{'not': {'type': 'integer'}}                         | 1        | not               | has a form that is not allowed"
            },
            quoteCharacter = '`')
    void codeIsTheKeywordInSnakeCase(String schema, String value, String code, String message) {
        assertThat(schema("{'properties': {'x': " + schema + "}}").violations(json("{'x': " + value + "}")))
                .containsExactly(new FieldViolation("x", code, message));
    }

    @Test
    void pathLeadsThroughObjectsAndLists() {
        JsonSchema schema = schema("""
                {'properties': {'items': {'items': {
                    'properties': {'sku': {'type': 'string'}}, 'required': ['sku'], 'additionalProperties': false}}}}
                """);
        assertThat(schema.violations(json("{'items': [{'sku': 1}, {'sku': 'a', 'x': 1}, {}]}")))
                .extracting(FieldViolation::field, FieldViolation::code)
                .containsExactly(
                        tuple("items[0].sku", "type"),
                        tuple("items[1].x", "unknown"),
                        tuple("items[2].sku", "required"));
    }

    @Test
    void choiceIsReportedWhereItIsMadeAndOnlyOnce() {
        JsonSchema schema = schema("""
                {'properties': {'oneOf': {'items': {'$ref': '#/$defs/pay'}}}, '$defs': {'pay': {'anyOf': [
                    {'properties': {'iban': {'type': 'string'}}, 'required': ['iban']},
                    {'properties': {'card': {'properties': {'number': {'oneOf': [{'type': 'string'}]}}}}, 'required': ['card']}]}}}
                """);
        assertThat(schema.violations(json("{'oneOf': [{'iban': 'x'}, {'card': {'number': 1}}, {'iban': 1}]}")))
                .containsExactly(
                        new FieldViolation("oneOf[1]", "any_of", "has none of the allowed forms"),
                        new FieldViolation("oneOf[2]", "any_of", "has none of the allowed forms"));
    }

    @Test
    void unevaluatedPropertyIsUnknown() {
        JsonSchema schema = schema("{'allOf': [{'properties': {'a': {}}}], 'unevaluatedProperties': false}");
        assertThat(schema.violations(json("{'a': 1, 'b': 2}")))
                .containsExactly(new FieldViolation("b", "unknown", "is not a known field"));
    }

    @Test
    void propertyThatIsForbiddenIsUnknown() {
        assertThat(schema("{'properties': {'a': false}}").violations(json("{'a': 1}")))
                .containsExactly(new FieldViolation("a", "unknown", "is not a known field"));
    }

    @Test
    void fieldThatAnotherOneAsksForIsReportedWhereItIsMissing() {
        assertThat(schema("{'dependentRequired': {'a': ['b']}}").violations(json("{'a': 1}")))
                .containsExactly(
                        new FieldViolation("b", "dependent_required", "is required together with another field"));
    }

    @Test
    void nameOfAFieldIsChecked() {
        assertThat(schema("{'propertyNames': {'maxLength': 3}}").violations(json("{'long_name': 1}")))
                .containsExactly(
                        new FieldViolation("long_name", "property_names", "is not an allowed name of a field"));
    }

    @Test
    void lengthCountsCharactersNotCodeUnits() {
        JsonSchema schema = schema("{'properties': {'x': {'minLength': 3, 'maxLength': 3}}}");
        assertThat(schema.violations(json("{'x': '\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00'}")))
                .isEmpty();
        assertThat(schema.violations(json("{'x': '\uD83D\uDE00\uD83D\uDE00'}"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "\u00c5sa",
                "\u4e2d\u6587\u540d",
                "\u0430\u0434\u0430",
                "\uD835\uDC9C\uD835\uDC9C\uD835\uDC9C",
                "a.b-c_1"
            })
    void usernameMayHaveLettersOfAnyScript(String username) {
        assertThat(usernameViolations(username)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ada\n", ".ada", "ada@x", "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", "ada\u0000"})
    void usernameHasNothingElse(String username) {
        assertThat(usernameViolations(username)).containsExactly("pattern");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.org", "a+b@mail.example.org", "o'hara@example.org"})
    void emailAddressIsAccepted(String email) {
        assertThat(emailViolations(email)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "ada@",
                "@example.org",
                "a b@example.org",
                "ada@example.org\n",
                "a@b@c.org",
                "ada@exa mple.org",
                "ada@example..org",
                " ada@example.org"
            })
    void whatIsNoEmailAddressIsRefused(String email) {
        assertThat(emailViolations(email)).containsExactly("format");
    }

    @ParameterizedTest
    @CsvSource({
        "uuid, 01890a5d-ac96-774b-bcce-b302099a8057, true",
        "uuid, 01890a5d-ac96-774b-bcce-b302099a805, false",
        "date-time, 2026-01-31T12:00:00Z, true",
        "date-time, 2026-01-31T12:00:00, false",
        "date-time, 2026-02-31T12:00:00Z, false",
        "date, 2026-02-28, true",
        "date, 2026-02-30, false",
        "uri, https://example.org/a, true",
        "uri, not a uri, false",
        "duration, PT5S, true",
        "duration, 5s, false"
    })
    void formatsAreChecked(String format, String value, boolean valid) {
        assertThat(schema("{'properties': {'x': {'format': '" + format + "'}}}")
                        .violations(json("{'x': '" + value + "'}"))
                        .isEmpty())
                .isEqualTo(valid);
    }

    @Test
    void messageNeverContainsTheValue() {
        assertThat(REGISTER.violations(json(
                        "{'username': 'geheim geheim geheim geheim geheim', 'email': 'geheim', 'password': 'geheim'}")))
                .hasSize(4)
                .allSatisfy(violation -> assertThat(violation.message()).doesNotContain("geheim"));
    }

    @Test
    void messageIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(schema("{'properties': {'x': {'maximum': 1000000}}}").violations(json("{'x': 2000000}")))
                    .containsExactly(new FieldViolation("x", "maximum", "must be at most 1000000"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void violationsAreBounded() {
        JsonSchema schema = schema("{'items': {'type': 'string'}}");
        String items = String.join(
                ",", IntStream.range(0, 5_000).mapToObj(Integer::toString).toList());
        assertThat(schema.violations(json("[" + items + "]"))).hasSize(Violations.MAX);
        assertThat(schema("{'additionalProperties': false}").violations(json("{'" + "x".repeat(5_000) + "': 1}")))
                .singleElement()
                .satisfies(violation -> assertThat(violation.field()).hasSizeLessThan(300));
    }

    /** The JDK remembers where most nested repetitions have failed, but not those of a pattern with a back reference. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void costlyPatternIsBounded() {
        JsonSchema schema = schema("{'properties': {'x': {'pattern': '^(a+)+\\\\1b$'}}}");
        assertThat(schema.violations(json("{'x': '" + "a".repeat(60) + "!'}")))
                .extracting(FieldViolation::code)
                .containsExactly("pattern");
        assertThat(schema.violations(json("{'x': 'aab'}"))).isEmpty();
    }

    @Test
    void deepPatternDoesNotOverflowTheStack() {
        JsonSchema schema = schema("{'properties': {'x': {'pattern': '^(a|b)*$'}}}");
        assertThat(schema.violations(json("{'x': '" + "ab".repeat(30_000) + "'}")))
                .extracting(FieldViolation::code)
                .isSubsetOf("pattern");
    }

    @Test
    void referenceInsideTheSchemaIsFollowed() {
        JsonSchema schema =
                schema("{'$defs': {'id': {'type': 'integer'}}, 'properties': {'x': {'$ref': '#/$defs/id'}}}");
        assertThat(schema.violations(json("{'x': 'a'}")))
                .extracting(FieldViolation::code)
                .containsExactly("type");
        assertThat(schema.types("x")).containsExactly("integer");
    }

    @Test
    void recursiveSchemaIsAccepted() {
        JsonSchema schema = schema("{'properties': {'x': {'$ref': '#'}}, 'additionalProperties': false}");
        assertThat(schema.violations(json("{'x': {'x': {'y': 1}}}")))
                .extracting(FieldViolation::field)
                .containsExactly("x.x.y");
    }

    @Test
    void referenceToAnotherFileIsFollowed() throws IOException {
        write("common.json", "{'$defs': {'id': {'type': 'integer'}}}");
        Path file = write("order.json", "{'properties': {'x': {'$ref': 'common.json#/$defs/id'}}}");
        assertThat(JsonSchema.ofFile(file).violations(json("{'x': 'a'}")))
                .containsExactly(new FieldViolation("x", "type", "must be a whole number"));
    }

    @Test
    void everyDocumentThatBelongsToASchemaIsKept() throws IOException {
        Path common = write("common.json", "{'$defs': {'id': {'type': 'integer'}}}");
        Path file = write("order.json", "{'properties': {'x': {'$ref': 'common.json#/$defs/id'}}}");
        SchemaResources resources = JsonSchema.ofFile(file).resources();
        assertThat(resources.root().schema()).isEqualTo(json(Files.readString(file)));
        assertThat(resources.find(resources.root().base(), "common.json"))
                .map(SchemaResources.Place::schema)
                .contains(json(Files.readString(common)));
    }

    @Test
    void referenceToTheNetworkIsRefused() throws IOException {
        Path file = write("order.json", "{'properties': {'x': {'$ref': 'http://127.0.0.1:9/x.json'}}}");
        assertThatThrownBy(() -> JsonSchema.ofFile(file))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("order.json")
                .hasMessageContaining("http://127.0.0.1:9/x.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'$ref': 'missing.json'}                                      | missing.json",
                "{'$ref': '#/$defs/missing'}                                   | /$defs/missing",
                "{'type': 'strin'}                                             | type",
                "{'properties': {'x': {'minLength': 'a'}}}                     | properties.x.minLength must be a whole number",
                "{'properties': {'x': {'pattern': '(('}}}                      | properties.x.pattern",
                "{'$schema': 'http://json-schema.org/draft-07/schema#'}        | draft-07",
                "{                                                             | is not JSON: line 1, column ",
                "7                                                             | is not a valid schema"
            },
            quoteCharacter = '`')
    void invalidSchemaIsRefusedWithItsSource(String text, String reason) throws IOException {
        Path file = write("bad.json", text);
        assertThatThrownBy(() -> JsonSchema.ofFile(file))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("bad.json")
                .hasMessageContaining(reason);
    }

    @Test
    void missingSchemaIsRefusedWithItsSource() {
        assertThatThrownBy(() -> JsonSchema.ofFile(dir.resolve("none.json")))
                .hasMessageContaining("none.json: there is no such file");
        assertThatThrownBy(() -> JsonSchema.ofResource("schemas/none.json")).hasMessageContaining("schemas/none.json");
    }

    @Test
    void typesOfAFieldAreThoseThatTheSchemaNames() {
        JsonSchema schema =
                schema("{'properties': {'a': {'type': 'integer'}, 'b': {'type': ['string', 'null']}, 'c': {}}}");
        assertThat(schema.types("a")).containsExactly("integer");
        assertThat(schema.types("b")).containsExactlyInAnyOrder("string", "null");
        assertThat(schema.types("c")).isEmpty();
        assertThat(schema.types("d")).isEmpty();
    }

    @Test
    void fieldIsWhatAReferenceSaysWhereverItLeads() throws IOException {
        write("more/ids.json", "{'$defs': {'id': {'$ref': '#/$defs/whole'}, 'whole': {'type': 'integer'}}}");
        write("more/limit.json", "{'$ref': 'ids.json#/$defs/id'}");
        Path file = write("order.json", """
                {'properties': {
                    'a': {'$ref': 'more/ids.json#/$defs/id'}, 'b': {'$ref': 'more/limit.json'},
                    'c': {'type': 'array', 'items': {'$ref': 'more/limit.json'}}, 'd': {'$ref': '#/$defs/text'},
                    'e': {'$ref': '#name'}, 'f/g~h': {'type': 'boolean'}},
                 '$defs': {'text': {'type': 'string'}, 'named': {'$anchor': 'name', 'type': 'number'}}}
                """);
        JsonSchema schema = JsonSchema.ofFile(file);
        assertThat(List.of("a", "b", "d", "e", "f/g~h"))
                .extracting(name -> String.join(",", schema.types(name)))
                .containsExactly("integer", "integer", "string", "number", "boolean");
        assertThat(schema.item("c")).contains(json("{'type': 'integer'}"));
        assertThat(schema.item("a")).isEmpty();
    }

    @Test
    void fieldsOfAWholeThatIsReferredToAreTheRequestsOwn() throws IOException {
        write("paging.json", "{'properties': {'limit': {'type': 'integer'}, 'own': {'type': 'boolean'}}}");
        Path all = write("all.json", """
                {'allOf': [{'$ref': 'paging.json'}, {'$ref': '#'}], 'properties': {'own': {'type': 'string'}}}
                """);
        Path whole = write("whole.json", "{'$ref': 'all.json'}");
        for (JsonSchema schema : List.of(JsonSchema.ofFile(all), JsonSchema.ofFile(whole))) {
            assertThat(schema.types("limit")).containsExactly("integer");
            assertThat(schema.types("own")).containsExactly("string");
        }
    }

    @Test
    void referenceIsRelativeToTheNameThatASchemaHas() throws IOException {
        Path file = write("named.json", """
                {'$id': 'https://example.org/a/order.json', 'properties': {'x': {'$ref': 'id.json'}, 'y': {'$ref': '#/$defs/id'}},
                 '$defs': {'id': {'$id': 'id.json', 'type': 'integer'}}}
                """);
        assertThat(JsonSchema.ofFile(file).types("x")).containsExactly("integer");
        assertThat(JsonSchema.ofFile(file).types("y")).containsExactly("integer");
    }

    @Test
    void everyMethodOfTheAuthServiceHasASchema() {
        for (RpcMethod<?, ?> method : List.of(
                AuthApi.REGISTER,
                AuthApi.ISSUE_TOKEN,
                AuthApi.REFRESH_TOKEN,
                AuthApi.LOGOUT,
                AuthApi.VALIDATE_TOKEN,
                AuthApi.JWKS,
                AuthApi.GET_ACCOUNT)) {
            assertThat(JsonSchema.ofResource(method.schemaResource()).violations(json("{'no_such_field': 1}")))
                    .contains(new FieldViolation("no_such_field", "unknown", "is not a known field"));
        }
    }

    @Test
    void oneSchemaServesManyThreads() throws Exception {
        JsonSchema schema = JsonSchema.ofResource("schemas/auth/register.json");
        JsonNode request = json("{'username': '-', 'email': 'no', 'passwort': 'x'}");
        List<FieldViolation> expected = REGISTER.violations(request);
        Callable<List<FieldViolation>> work = () -> schema.violations(request);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<List<FieldViolation>> found : threads.invokeAll(
                    IntStream.range(0, 500).mapToObj(i -> work).toList())) {
                assertThat(found.get()).isEqualTo(expected);
            }
        }
    }

    private static List<String> usernameViolations(String username) {
        return codes(REGISTER, "username", username);
    }

    private static List<String> emailViolations(String email) {
        return codes(REGISTER, "email", email);
    }

    private static List<String> codes(JsonSchema schema, String field, String value) {
        JsonNode request = Json.mapper().createObjectNode().put(field, value);
        return schema.violations(request).stream()
                .filter(violation -> violation.field().equals(field))
                .map(FieldViolation::code)
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.replace('\'', '"'));
    }

    private static JsonSchema schema(String text) {
        return JsonSchema.of("test", json(text));
    }

    private static JsonNode json(String text) {
        return Json.mapper().readTree(text.replace('\'', '"'));
    }
}
