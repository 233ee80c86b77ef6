package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the gateway closes with, in the code, the documents, and the client to copy. */
class CloseCodesTest {
    private static final Path DOCUMENTS = Path.of("..", "docs");
    private static final Pattern ROW =
            Pattern.compile("^\\| ([14]\\d{3})(?:, ([14]\\d{3}))? \\|.*\\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern NUMBER = Pattern.compile("\\d{4}");

    private static Stream<Closing> closings() {
        return Stream.concat(
                Arrays.stream(Closing.class.getDeclaredFields())
                        .filter(field -> field.getType().equals(Closing.class))
                        .map(CloseCodesTest::value)
                        .filter(closing -> closing.code() != Closing.ABNORMAL),
                Stream.of(
                        Closing.draining(0),
                        new ProtocolBreachException(Closing.PROTOCOL_ERROR, "").closing(),
                        ProtocolBreachException.notUtf8().closing(),
                        new ProtocolBreachException(Closing.TOO_BIG, "").closing()));
    }

    private static Closing value(Field field) {
        try {
            return (Closing) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<Integer> codes() {
        return closings().map(Closing::code).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(found -> Integer.valueOf(found.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String table(String document, String from, String to) {
        int start = document.indexOf(from);
        return document.substring(start, document.indexOf(to, start));
    }

    @Test
    void theProtocolsTableHasEveryCode() throws IOException {
        String document = Files.readString(DOCUMENTS.resolve("WS_PROTOCOL.md"));
        String table = table(document, "| code | meaning | connect again? |", "| other, and 1006");
        Set<Integer> told = ROW.matcher(table)
                .results()
                .flatMap(row -> Stream.of(row.group(1), row.group(2)).filter(code -> code != null))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).isEqualTo(codes());
    }

    @Test
    void theAsynchronousDescriptionHasEveryCode() throws IOException {
        JsonNode protocol =
                Json.mapper().readTree(Files.readString(Path.of("src/main/resources/asyncapi/protocol.json")));
        Set<Integer> told = new TreeSet<>();
        protocol.path("channels")
                .path("connect")
                .path("x-close-codes")
                .forEach(code -> told.add(code.path("code").asInt()));
        assertThat(told).isEqualTo(codes());
    }

    @Test
    void theProtocolTellsWhatCannotBeResumed() throws IOException {
        String document = Files.readString(DOCUMENTS.resolve("WS_PROTOCOL.md"));
        String sentence = table(document, "or the gateway with ", "cannot be resumed");
        // A gateway that has failed may keep the events or not; the client asks.
        Set<Integer> lost = closings()
                .filter(closing -> !closing.resumable() && closing.code() != Closing.SERVER_ERROR)
                .map(Closing::code)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(numbers(sentence)).isEqualTo(lost);
    }

    @Test
    void theClientToCopyDoesWhatTheProtocolSays() throws IOException {
        String document = Files.readString(DOCUMENTS.resolve("WS_PROTOCOL.md"));
        String table = table(document, "| code | meaning | connect again? |", "| other, and 1006");
        Set<Integer> never = ROW.matcher(table)
                .results()
                .filter(row -> row.group(3).startsWith("no"))
                .map(row -> Integer.valueOf(row.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        String client = Files.readString(DOCUMENTS.resolve("examples/websocket/gatehouse.js"));
        assertThat(numbers(table(client, "NO_RECONNECT = new Set(", ")"))).isEqualTo(never);
        assertThat(numbers(table(client, "NOT_RESUMABLE = new Set(", ")")))
                .isSubsetOf(numbers(table(document, "or the gateway with ", "cannot be resumed")))
                .contains(4400, 4401, 4403, 4409, 4410);
    }
}
