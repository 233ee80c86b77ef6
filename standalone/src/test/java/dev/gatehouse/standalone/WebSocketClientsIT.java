package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.standalone.Client.Answer;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other people's WebSocket clients, and the one of the examples, against the whole system. A client that this machine does not have is not tested
 * here; {@code .ci/run} installs them, and does not pass without these tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebSocketClientsIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private static final Path SCRIPTS = Path.of("src", "test", "resources", "websocket");
    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "websocket");
    private static final String NODE_IS_NEW_ENOUGH = "process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)";
    private static final String SUBSCRIBE = "subscribe";
    /** What the client of the examples is put through, in a terminal as in a page. */
    private static final List<String> CHECKS_OF_THE_EXAMPLES = List.of(
            "auth-subprotocol",
            "auth-frame",
            "auth-refused",
            "command",
            SUBSCRIBE,
            "push",
            "renewal",
            "resume",
            "close");

    /** A little longer than the gateway's warning, which comes 60 s before the end: clients get to see it. */
    private static final String TOKEN_LIFETIME = "PT65S";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Client client;
    private PushSource pushes;
    private PageServer page;
    private RunningSystem system;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        page = opened(new PageServer());
        for (Path file : List.of(
                SCRIPTS.resolve("gatehouse-client.html"),
                SCRIPTS.resolve("gatehouse-checks.js"),
                EXAMPLE.resolve("gatehouse.js"))) {
            page.serve(file);
        }
        system = opened(new RunningSystem(
                dir,
                "[]",
                Map.of(
                        "amqp.uri", BROKER.uri().toString(),
                        "database.url", DATABASE.jdbcUrl(),
                        "database.username", DATABASE.username(),
                        "database.password", DATABASE.password(),
                        "tokens.access-lifetime", TOKEN_LIFETIME,
                        "websocket.origins", page.origin())));
        client = opened(new Client(system.url()));
        pushes = opened(new PushSource(BROKER));
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
    }

    @Test
    void clientOfTheExamplesWorksInNode(@TempDir Path dir) throws Exception {
        prepareNode(dir);
        assertThat(run(dir, visitor("node"), "node", "gatehouse-client.mjs"))
                .containsExactlyElementsOf(CHECKS_OF_THE_EXAMPLES);
    }

    @Test
    void clientOfTheExamplesWorksInABrowser(@TempDir Path dir) throws Exception {
        Optional<Browser> browser = Browser.find(dir);
        Assumptions.assumeTrue(browser.isPresent(), "this machine has no Chromium");
        page.settings(visitor("browser").json());
        try (Browser running = browser.orElseThrow()) {
            running.open(page.origin() + "/gatehouse-client.html");
            List<String> passed = new ArrayList<>();
            for (String check = page.nextCheck(); !check.isEmpty(); check = page.nextCheck()) {
                passed.add(check);
                pushTo("browser", check);
            }
            assertThat(passed).containsExactlyElementsOf(CHECKS_OF_THE_EXAMPLES);
        }
    }

    @Test
    void npmPackageWsWorks(@TempDir Path dir) throws Exception {
        prepareNode(dir);
        assertThat(run(dir, visitor("ws"), "node", "ws-client.mjs"))
                .containsExactly(
                        "auth-header",
                        "auth-subprotocol",
                        "auth-refused",
                        "auth-frame",
                        "command",
                        SUBSCRIBE,
                        "push",
                        "ping",
                        "renewal",
                        "close");
    }

    @Test
    void pythonPackageWebsocketsWorks(@TempDir Path dir) throws Exception {
        Files.copy(SCRIPTS.resolve("websockets_client.py"), dir.resolve("websockets_client.py"));
        // The system's own Python has the packages of the distribution; the first on the path may be another.
        Optional<String> python = Optional.empty();
        for (String candidate : List.of("python3", "/usr/bin/python3")) {
            if (ExampleProcess.succeeds(dir.toFile(), candidate, "-c", "import websockets")) {
                python = Optional.of(candidate);
            }
        }
        Assumptions.assumeTrue(python.isPresent(), "this machine lacks Python, or its package websockets");
        assertThat(run(dir, visitor("python"), python.orElseThrow(), "websockets_client.py"))
                .containsExactly(
                        "auth-header",
                        "auth-subprotocol",
                        "auth-frame",
                        "command",
                        SUBSCRIBE,
                        "push",
                        "ping",
                        "renewal",
                        "close");
    }

    private static void prepareNode(Path dir) throws Exception {
        for (Path file : List.of(
                SCRIPTS.resolve("gatehouse-client.mjs"),
                SCRIPTS.resolve("gatehouse-checks.js"),
                SCRIPTS.resolve("ws-client.mjs"),
                EXAMPLE.resolve("gatehouse.js"),
                EXAMPLE.resolve("package.json"))) {
            Files.copy(file, dir.resolve(file.getFileName()));
        }
        Assumptions.assumeTrue(
                ExampleProcess.succeeds(dir.toFile(), "node", "-e", NODE_IS_NEW_ENOUGH)
                        && ExampleProcess.succeeds(
                                dir.toFile(), "npm", "install", "--no-audit", "--no-fund", "--prefix", dir.toString()),
                "this machine lacks Node.js, or npm");
    }

    /** Runs a script to its end, and gives the checks that have passed. */
    private List<String> run(Path dir, Visitor visitor, String... command) throws Exception {
        try (ClientScript script = ClientScript.start(List.of(command), dir, visitor.environment())) {
            List<String> passed = new ArrayList<>();
            for (String check = script.nextCheck(); !check.isEmpty(); check = script.nextCheck()) {
                passed.add(check);
                pushTo(visitor.name(), check);
            }
            assertThat(script.awaitEnd())
                    .as("after %s: %s", passed, script.complaints())
                    .isZero();
            return passed;
        }
    }

    private void pushTo(String name, String check) throws Exception {
        if (check.equals(SUBSCRIBE)) {
            pushes.push("topic." + Visitor.topic(name), "tea.ready", Map.of("text", "Tea \u2615"));
        }
    }

    /** Somebody who has just logged in. */
    private Visitor visitor(String name) throws Exception {
        String username = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        Answer account = client.register(username);
        Answer login = client.login(username);
        Answer next = client.refresh(login.text("refresh_token"));
        assertThat(next.status()).as("%s", next.body()).isEqualTo(200);
        return new Visitor(
                name,
                Visitor.socketUrl(system.url()),
                account.text("account_id"),
                login.text("access_token"),
                next.text("access_token"));
    }
}
