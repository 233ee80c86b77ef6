package dev.gatehouse.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.schema.JsonSchema;
import dev.gatehouse.standalone.Client.Answer;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What every example of an orders service does, behind the gateway and for a client of the bus. An example whose language or library this
 * machine does not have is not tested here; {@code .ci/run} installs them, and does not pass without these tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExampleServiceContract {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    static final Path EXAMPLES =
            Path.of("..", "docs", "examples").toAbsolutePath().normalize();

    private static final String QUEUE = "core.orders.rpc.v1";
    private static final String CREATE = "core.orders.rpc.create.v1";
    private static final String GET = "core.orders.rpc.get.v1";
    private static final String LIST = "core.orders.rpc.list.v1";
    private static final String ORDER =
            "{\"items\": [{\"sku\": \"TEA-100\", \"quantity\": 2}], \"note\": \"Ring twice\"}";
    private static final Duration HEAL_LIMIT = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final String account = UUID.randomUUID().toString();

    private Path etc;
    private List<String> command;
    private Path dir;
    private TcpProxy network;
    private ExampleProcess service;
    private Client client;
    private BusCaller bus;

    /** The command that starts the example, prepared in a directory; empty where this machine does not have what it needs. */
    abstract Optional<List<String>> prepare(Path directory) throws Exception;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        Optional<List<String>> prepared = prepare(dir);
        Assumptions.assumeTrue(prepared.isPresent(), "this machine lacks the language, or its AMQP library");
        command = prepared.orElseThrow();
        etc = dir.resolve("etc");
        RunningSystem.copy(EXAMPLES.resolve("orders").resolve("etc"), etc);
        RunningSystem system = opened(new RunningSystem(
                etc,
                moreRoutes(),
                Map.of(
                        "amqp.uri", BROKER.uri().toString(),
                        "database.url", DATABASE.jdbcUrl(),
                        "database.username", DATABASE.username(),
                        "database.password", DATABASE.password())));
        client = opened(new Client(system.url()));
        bus = opened(new BusCaller(BROKER));
        network = opened(TcpProxy.to(BROKER.host(), BROKER.port()));
        service = opened(start("service.log"));
    }

    /** The text of one more route file. */
    String moreRoutes() throws Exception {
        return "[]";
    }

    final Client client() {
        return client;
    }

    private ExampleProcess start(String output) throws Exception {
        ExampleProcess started = ExampleProcess.start(command, dir, BROKER.uriThrough(network), dir.resolve(output));
        try {
            started.awaitReady(1);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    @AfterAll
    void stop() throws Exception {
        if (bus != null) {
            bus.delete(QUEUE);
        }
        for (AutoCloseable part : opened) {
            part.close();
        }
    }

    @Test
    void orderIsPlacedReadAndListed() throws Exception {
        String token = token("ada");

        Answer placed = client.post("/v1/orders", token, ORDER);
        assertThat(placed.status()).as("%s", placed.body()).isEqualTo(201);
        assertThat(placed.text("status")).isEqualTo("placed");
        assertThat(placed.data().at("/items/0/sku").asString()).isEqualTo("TEA-100");
        assertThat(placed.text("note")).isEqualTo("Ring twice");
        assertFits("order.json", placed.data());

        Answer read = client.get("/v1/orders/" + placed.text("order_id"), token);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.data()).isEqualTo(placed.data());

        Answer listed = client.get("/v1/orders", token);
        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.data().path("orders").valueStream()).containsExactly(placed.data());
        assertThat(listed.data().has("next_cursor")).isFalse();
        assertFits("order-page.json", listed.data());
    }

    @Test
    void orderThatIsSentTwiceIsPlacedOnce() throws Exception {
        String token = token("ivy");
        Answer first = client.post("/v1/orders", token, ORDER, "Idempotency-Key", "ivy-1");
        Answer again = client.post("/v1/orders", token, ORDER, "Idempotency-Key", "ivy-1");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(first.response().headers().firstValue("Idempotency-Replayed"))
                .isEmpty();
        assertThat(again.response().headers().firstValue("Idempotency-Replayed"))
                .hasValue("true");
        assertThat(client.get("/v1/orders", token).data().path("orders").size()).isEqualTo(1);
        assertRefused(
                client.post(
                        "/v1/orders",
                        token,
                        "{\"items\": [{\"sku\": \"CUP-1\", \"quantity\": 1}]}",
                        "Idempotency-Key",
                        "ivy-1"),
                409,
                "common.conflict");
    }

    @Test
    void whoAsksTooOftenIsTurnedAwayAndTold() throws Exception {
        String token = token("jane");
        Answer answer = client.get("/v1/orders", token);
        assertThat(answer.response().headers().firstValue("RateLimit-Limit")).hasValue("20");
        for (int i = 0; answer.status() == 200 && i < 1_000; i++) {
            answer = client.get("/v1/orders", token);
        }

        assertRefused(answer, 429, "common.rate_limited");
        assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(client.get("/v1/orders", token("kim")).status()).isEqualTo(200);
    }

    @Test
    void pagesFollowOneAnotherTheNewestFirst() throws Exception {
        String token = token("bea");
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.addFirst(client.post("/v1/orders", token, ORDER).text("order_id"));
        }

        List<String> listed = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            Answer answer = client.get("/v1/orders?limit=2" + cursor, token);
            assertFits("order-page.json", answer.data());
            answer.data()
                    .path("orders")
                    .valueStream()
                    .forEach(order -> listed.add(order.path("order_id").asString()));
            assertThat(answer.data().has("next_cursor")).isEqualTo(page < 2);
            cursor = "&cursor=" + answer.text("next_cursor");
        }

        assertThat(listed).isEqualTo(placed);
    }

    @Test
    void listHoldsTheStatusThatIsAskedFor() throws Exception {
        String token = token("cleo");
        client.post("/v1/orders", token, ORDER);
        Answer draft = client.post(
                "/v1/orders", token, "{\"items\": [{\"sku\": \"CUP-1\", \"quantity\": 1}], \"status\": \"draft\"}");

        JsonNode drafts = client.get("/v1/orders?status=draft", token).data();

        assertThat(drafts.path("orders").valueStream()).containsExactly(draft.data());
    }

    @Test
    void orderOfAnotherAccountIsNotFound() throws Exception {
        String id = client.post("/v1/orders", token("dora"), ORDER).text("order_id");
        String other = token("eve");

        assertRefused(client.get("/v1/orders/" + id, other), 404, "common.not_found");
        assertRefused(client.get("/v1/orders/" + UUID.randomUUID(), other), 404, "common.not_found");
        assertThat(client.get("/v1/orders", other).data().path("orders").size()).isZero();
    }

    @Test
    void requestWithoutATokenIsRefused() throws Exception {
        assertRefused(client.get("/v1/orders"), 401, "auth.invalid_token");
        assertRefused(client.get("/v1/orders/" + UUID.randomUUID()), 401, "auth.invalid_token");
        assertRefused(client.post("/v1/orders", Map.of("items", List.of())), 401, "auth.invalid_token");
    }

    @Test
    void everyViolationIsTold() throws Exception {
        Answer answer = client.post(
                "/v1/orders", token("finn"), "{\"items\": [{\"sku\": \"tea\", \"quantity\": 0}], \"color\": \"red\"}");

        assertRefused(answer, 400, "validation.failed");
        assertThat(violations(answer.body()))
                .containsExactly("color unknown", "items[0].quantity minimum", "items[0].sku pattern");
    }

    /** Who comes by the bus has passed no gateway. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"items\": []}",
                "{\"items\": {}}",
                "{\"items\": [1, null]}",
                "{\"items\": [{\"sku\": \"A\", \"quantity\": 1.5}, {\"sku\": \"\", \"quantity\": true}]}",
                "{\"items\": [{\"sku\": 5, \"quantity\": 1001}, {\"__proto__\": 1, \"constructor\": 2}]}",
                "{\"items\": [{\"sku\": \"A\\n\", \"quantity\": 1e300}], \"status\": \"sent\", \"note\": null}",
            })
    void serviceFindsTheViolationsThatTheSchemaNames(String body) throws Exception {
        JsonSchema schema = JsonSchema.ofFile(etc.resolve("schemas/orders/create.json"));
        List<String> wanted = schema.violations(Json.mapper().readTree(body)).stream()
                .map(violation -> violation.field() + " " + violation.code())
                .sorted()
                .toList();

        JsonNode reply = bus.call(CREATE, account, body);

        assertThat(reply.path("error_code").asString()).isEqualTo("validation.failed");
        assertThat(violations(reply)).isEqualTo(wanted).isNotEmpty();
    }

    @Test
    void serviceTakesWhatTheSchemaTakes() throws Exception {
        String items = "{\"sku\": \"A-1\", \"quantity\": 1000.0},".repeat(19) + "{\"sku\": \"B\", \"quantity\": 1}";
        String body =
                "{\"items\": [" + items + "], \"status\": \"draft\", \"note\": \"" + "\uD83D\uDE00".repeat(200) + "\"}";
        JsonSchema schema = JsonSchema.ofFile(etc.resolve("schemas/orders/create.json"));
        assertThat(schema.violations(Json.mapper().readTree(body))).isEmpty();

        JsonNode reply = bus.call(CREATE, account, body);

        assertThat(reply.path("success").asBoolean()).as("%s", reply).isTrue();
        assertFits("order.json", reply.path("data"));
    }

    @Test
    void whatCannotBeServedGetsOneReplyAndTheServiceLivesOn() throws Exception {
        for (byte[] body :
                List.of(new byte[0], "{".getBytes(UTF_8), "NaN".getBytes(UTF_8), new byte[] {'"', -1, '"'}, nested())) {
            String reply = bus.call(CREATE, bus.request(account).build(), body);
            assertThat(reply).contains("validation.failed");
        }
        String large = "{\"note\": \"" + "x".repeat(70_000) + "\"}";
        assertThat(bus.call(CREATE, account, large).path("error_code").asString())
                .isEqualTo("common.payload_too_large");
        assertThat(violations(bus.call(GET, "nobody", "{}"))).containsExactly("x-account-id format");
        AMQP.BasicProperties noHeaders = bus.request(account).headers(null).build();
        assertThat(bus.call(LIST, noHeaders, "{}".getBytes(UTF_8))).contains("x-account-id", "required");

        assertServes();
    }

    private static byte[] nested() {
        return "[".repeat(60_000).getBytes(UTF_8);
    }

    @Test
    void requestThatNobodyCanBeAnsweredForIsDropped() throws Exception {
        bus.send(CREATE, bus.request(account).replyTo(null).build(), ORDER.getBytes(UTF_8));
        bus.send(CREATE, bus.request(account).replyTo("nowhere").build(), ORDER.getBytes(UTF_8));
        bus.send(CREATE, bus.request(account).replyTo(QUEUE).build(), ORDER.getBytes(UTF_8));

        assertServes();
    }

    /** RabbitMQ ends the connection of whoever replies there, and would deliver the request again and again. */
    @Test
    void malformedDirectReplyToIsSurvived() throws Exception {
        bus.send(
                CREATE,
                bus.request(account).replyTo("amq.rabbitmq.reply-to.g1.bogus").build(),
                ORDER.getBytes(UTF_8));

        assertServes();
    }

    @Test
    void requestWhoseDeadlineHasPassedIsDropped() throws Exception {
        String other = UUID.randomUUID().toString();
        long passed = Instant.now().minusSeconds(1).toEpochMilli();
        bus.send(
                CREATE,
                bus.request(other)
                        .headers(Map.of("x-account-id", other, "x-deadline", passed))
                        .build(),
                ORDER.getBytes(UTF_8));

        // The reply to what comes after it is the first one, and the order has not been placed.
        JsonNode listed = bus.call(LIST, other, "{}");
        assertThat(listed.at("/data/orders").isArray()).isTrue();
        assertThat(listed.at("/data/orders").size()).isZero();
    }

    @Test
    void commandThatIsDeliveredAgainGetsTheFirstAnswer() throws Exception {
        String other = UUID.randomUUID().toString();
        String messageId = UUID.randomUUID().toString();

        String first = bus.call(CREATE, bus.request(other).messageId(messageId).build(), ORDER.getBytes(UTF_8));
        String second = bus.call(CREATE, bus.request(other).messageId(messageId).build(), ORDER.getBytes(UTF_8));

        assertThat(first).contains("order_id");
        assertThat(second).isEqualTo(first);
        assertThat(bus.call(LIST, other, "{}").at("/data/orders").size()).isEqualTo(1);
    }

    @Test
    void failedCommandIsTriedAgain() throws Exception {
        String messageId = UUID.randomUUID().toString();

        String first =
                bus.call(CREATE, bus.request(account).messageId(messageId).build(), "{}".getBytes(UTF_8));
        String second =
                bus.call(CREATE, bus.request(account).messageId(messageId).build(), ORDER.getBytes(UTF_8));

        assertThat(first).contains("validation.failed");
        assertThat(second).contains("order_id");
    }

    @Test
    void serviceComesBackWhenTheBrokerDoes() throws Exception {
        int before = service.timesReady();
        network.refuse();
        network.heal();

        service.awaitReady(before + 1);
        assertServes();
    }

    @Test
    void deletedQueueIsDeclaredAnew() throws Exception {
        int before = service.timesReady();
        bus.delete(QUEUE);
        if (!BROKER.isReal()) {
            // The embedded broker tells its consumers nothing: they notice when the connection goes.
            network.cut();
        }

        service.awaitReady(before + 1);
        assertServes();
    }

    @Test
    void sigtermStopsItInGoodOrder() throws Exception {
        try (ExampleProcess second = start("second.log")) {
            assertThat(second.terminate()).as(second.printed()).isZero();
        }
        assertThat(service.isAlive()).isTrue();
        assertServes();
    }

    /** Where the connection has just been lost, the request may have to be sent again. */
    private void assertServes() throws Exception {
        String token = token("user-" + UUID.randomUUID().toString().substring(0, 8));
        Awaitility.await("an order is placed")
                .atMost(HEAL_LIMIT)
                .until(() -> client.post("/v1/orders", token, ORDER).status() == 201);
    }

    private String token(String name) throws Exception {
        assertThat(client.register(name).status()).isEqualTo(201);
        return client.login(name).text("access_token");
    }

    private void assertFits(String schema, JsonNode data) {
        assertThat(JsonSchema.ofFile(etc.resolve("schemas/orders").resolve(schema))
                        .violations(data))
                .isEmpty();
    }

    private static List<String> violations(JsonNode failure) {
        return failure.path("details")
                .valueStream()
                .map(detail -> detail.path("field").asString() + " "
                        + detail.path("code").asString())
                .sorted()
                .toList();
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.errorCode()).as("body %s", answer.body()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }
}
