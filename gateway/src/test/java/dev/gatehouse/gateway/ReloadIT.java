package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.admin.AdminConfig;
import dev.gatehouse.common.admin.AdminServer;
import dev.gatehouse.common.admin.AdminViews;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.reload.ReloadStatus;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files that change under a running gateway. */
class ReloadIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    /** What the documents promise; the wait is for that and for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminViews views = new AdminViews(new Health());
    private final AdminServer admin = new AdminServer(new AdminConfig("127.0.0.1", 0), views);

    @TempDir
    Path directory;

    private GatewayContainer gateway;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(directory.resolve("routes"));
        write("routes/a.yaml", route("one"));
        write("gateway.yaml", "server: {port: 0}\nlog: {level: warn}\n");
        ConfigReader reader = new ConfigReader(ConfigSources.of(
                directory.resolve("gateway.yaml"),
                Map.of(),
                Map.of("gatehouse.amqp.uri", BROKER.uri().toString())));
        gateway = new GatewayContainer(GatewayConfig.read(reader), reader, views);
        gateway.start();
        admin.start();
    }

    @AfterEach
    void stop() {
        admin.close();
        gateway.close();
        client.close();
    }

    @Test
    void originIsAllowedFromTheChangeOn() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/one"))
                .header("Origin", "https://app.example.com")
                .build();
        assertThat(send(request).headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
        write(
                "gateway.yaml",
                "server: {port: 0}\nlog: {level: warn}\ncors: {allowed-origins: ['https://app.example.com']}\n");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(send(request).headers().firstValue("Access-Control-Allow-Origin"))
                        .contains("https://app.example.com"));
    }

    @Test
    void newRoutesAnswerAndOldOnesGo() throws IOException {
        write("routes/b.yaml", route("two"));
        await().atMost(SOON).until(() -> get("/two").statusCode() == 200);

        Files.delete(directory.resolve("routes/a.yaml"));
        await().atMost(SOON).until(() -> get("/one").statusCode() == 404);
        assertThat(get("/two").statusCode()).isEqualTo(200);
    }

    @Test
    void theDescriptionChangesWithWhatItDescribes() throws IOException {
        assertThat(get("/openapi.json").body()).contains("\"/one\"").doesNotContain("\"/two\"");

        write("routes/b.yaml", route("two"));
        await().atMost(SOON).until(() -> get("/two").statusCode() == 200);
        assertThat(get("/openapi.json").body()).contains("\"/one\"", "\"/two\"");

        write(
                "gateway.yaml",
                "server: {port: 0}\nlog: {level: warn}\nopenapi: {title: Shop}\nexplorer: {enabled: false}\n");
        await().atMost(SOON).until(() -> get("/docs").statusCode() == 404);
        assertThat(get("/openapi.json").body()).contains("\"title\":\"Shop\"");
        assertThat(config().needingRestart()).isEmpty();
    }

    @Test
    void aBrokenRouteFileIsRefusedWithItsPlaceAndTheOldTableStays() throws IOException {
        Path broken = write("routes/b.yaml", route("two") + "- name: three\n");
        await().atMost(SOON).until(() -> config().refused().isPresent());

        assertThat(config().version()).isEqualTo(1);
        assertThat(config().refused().orElseThrow().problems())
                .anyMatch(problem -> problem.startsWith(broken + ":2:9: name: \"three\" is not allowed"));
        assertThat(get("/one").statusCode()).isEqualTo(200);
        assertThat(get("/two").statusCode()).isEqualTo(404);
    }

    @Test
    void aBrokenConfigurationFileIsRefusedWithItsLine() throws IOException {
        Path file = write("gateway.yaml", "server:\n  port: 0\n  request-timeout: soon\n");
        await().atMost(SOON).until(() -> config().refused().isPresent());
        assertThat(config().refused().orElseThrow().problems())
                .singleElement()
                .asString()
                .startsWith(file + ": server.request-timeout (line 3): \"soon\" is not allowed");

        write("gateway.yaml", "server:\n  port: 0\n  request-timeout: PT9S\n");
        await().atMost(SOON).until(() -> config().version() == 2);
        assertThat(config().refused()).isEmpty();
        assertThat(config().values()).contains("server.request-timeout = PT9S");
    }

    @Test
    void aSchemaIsTakenUpThatWasMissingOrHasChanged() throws IOException {
        write(
                "routes/b.yaml",
                "- {name: b.b, http: GET /b, auth: none, respond: {data: {}}, request: schemas/b.json}\n");
        await().atMost(SOON).until(() -> config().refused().isPresent());

        write(
                "schemas/b.json",
                "{\"required\": [\"x\"], \"properties\": {\"x\": {\"type\": \"integer\", \"$ref\": \"x.json\"}}}");
        write("schemas/x.json", "{\"type\": \"integer\"}");
        await().atMost(SOON).until(() -> get("/b?x=1").statusCode() == 200);
        assertThat(get("/b").statusCode()).isEqualTo(400);

        write("schemas/x.json", "{\"type\": \"integer\", \"minimum\": 2}");
        await().atMost(SOON).until(() -> get("/b?x=1").statusCode() == 400);
    }

    @Test
    void aKeyThatNeedsARestartIsNamed() throws IOException {
        write("gateway.yaml", "server: {port: 0, max-body-size: 2MiB, max-concurrent-requests: 7}\n");
        await().atMost(SOON).until(() -> config().version() == 2);
        assertThat(config().needingRestart()).containsExactly("server.max-body-size");
    }

    @Test
    void levelsOfTheLogAreTakenUp() throws IOException {
        write("gateway.yaml", "server: {port: 0}\nlog: {level: error, levels: [gateway.access=debug]}\n");
        await().atMost(SOON)
                .until(() -> !LoggerFactory.getLogger("any").isWarnEnabled()
                        && LoggerFactory.getLogger("gateway.access").isDebugEnabled());

        write("gateway.yaml", "server: {port: 0}\nlog: {level: warn}\n");
        await().atMost(SOON)
                .until(() -> LoggerFactory.getLogger("any").isWarnEnabled()
                        && !LoggerFactory.getLogger("gateway.access").isInfoEnabled());
    }

    /** As the kubelet does it: everything is a link into ..data, which is a link that is replaced as a whole. */
    @Test
    void theSwapOfAMountedConfigMapIsTakenUp() throws IOException {
        write("routes/..1/c.yaml", route("old"));
        write("routes/..2/c.yaml", route("new"));
        Path data = Files.createSymbolicLink(directory.resolve("routes/..data"), Path.of("..1"));
        Files.createSymbolicLink(directory.resolve("routes/c.yaml"), Path.of("..data", "c.yaml"));
        await().atMost(SOON).until(() -> get("/old").statusCode() == 200);

        Path next = Files.createSymbolicLink(directory.resolve("routes/..data_tmp"), Path.of("..2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

        await().atMost(SOON).until(() -> get("/new").statusCode() == 200);
        assertThat(get("/old").statusCode()).isEqualTo(404);
    }

    @Test
    void requestsUnderWayDoNotNoticeReloads() throws Exception {
        int clients = 8;
        CountDownLatch begun = new CountDownLatch(clients);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> answers = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                answers.add(threads.submit(() -> {
                    List<Integer> odd = new ArrayList<>();
                    begun.countDown();
                    while (!over.get()) {
                        int status = get("/one").statusCode();
                        if (status != 200) {
                            odd.add(status);
                        }
                    }
                    return odd;
                }));
            }
            begun.await();
            for (int version = 2; version <= 6; version++) {
                int wanted = version;
                write("routes/b.yaml", route("v" + version));
                await().atMost(SOON).until(() -> config().version() == wanted);
                assertThat(get("/v" + version).statusCode()).isEqualTo(200);
            }
            over.set(true);
            for (Future<List<Integer>> answer : answers) {
                assertThat(result(answer)).isEmpty();
            }
        }
    }

    private static List<Integer> result(Future<List<Integer>> answer) throws InterruptedException, ExecutionException {
        return answer.get();
    }

    private static String route(String name) {
        return "- {name: t." + name + ", http: GET /" + name + ", auth: none, respond: {data: {}}}\n";
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private ReloadStatus config() {
        HttpResponse<String> shown = get("http://127.0.0.1:" + admin.port(), "/config");
        return Json.mapper().readValue(shown.body(), ReloadStatus.class);
    }

    private HttpResponse<String> get(String path) {
        return get("http://127.0.0.1:" + gateway.port(), path);
    }

    private HttpResponse<String> get(String base, String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
