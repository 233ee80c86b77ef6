package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.standalone.Client.Answer;
import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.DatabaseFixture;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway with sessions that is asked to end. */
@Timeout(120)
final class DrainIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private static final Logger LOG = LoggerFactory.getLogger(DrainIT.class);
    private static final int SESSIONS = 50;
    private static final Duration GRACE = Duration.ofSeconds(12);

    @TempDir
    Path dir;

    @Test
    void sessionsAreSentAwayOneAfterTheOtherAndNobodyIsLetIn() throws Exception {
        List<JdkPeer> peers = new ArrayList<>();
        try (GatewayCluster gateways = new GatewayCluster(
                1,
                dir,
                BROKER,
                DATABASE,
                Map.of(
                        "server.shutdown-grace", GRACE.toString(),
                        "websocket.max-connections-per-account", Integer.toString(2 * SESSIONS)))) {
            String account = gateways.client(0).register("ada").text("account_id");
            Answer login = gateways.client(0).login("ada");
            for (int i = 0; i < SESSIONS; i++) {
                JdkPeer peer = gateways.connect(0, account, login.text("access_token"));
                peers.add(peer);
                assertThat(peer.next().path("type").asString()).isEqualTo("hello");
            }

            gateways.process(0).terminate();
            long begun = System.nanoTime();
            Awaitility.await("a refusal").until(() -> isRefused(gateways, account, login, peers));
            assertThat(peers).as("sessions that are still there").anyMatch(JdkPeer::isOpen);

            List<Long> closedAfter = new ArrayList<>();
            List<Integer> delays = new ArrayList<>();
            for (JdkPeer peer : peers) {
                JdkPeer.Closed closed = peer.closed();
                assertThat(closed.code()).isEqualTo(1001);
                closedAfter.add(Duration.ofNanos(closed.nanoTime() - begun).toMillis());
                delays.add(Json.mapper()
                        .readTree(closed.reason())
                        .required("reconnect_after_ms")
                        .asInt());
            }
            assertThat(gateways.process(0).ends(GRACE.minusNanos(System.nanoTime() - begun)))
                    .as("the process has ended within the grace period")
                    .isTrue();
            LOG.info(
                    "{} sessions were closed between {} and {} ms after SIGTERM, and the process ended after {} ms",
                    peers.size(),
                    Collections.min(closedAfter),
                    Collections.max(closedAfter),
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
            // Each has a moment of its own within half the grace period, and a timer that looks four times a second.
            assertThat(closedAfter.stream().map(millis -> millis / 250).distinct())
                    .hasSizeGreaterThan(5);
            assertThat(delays.stream().distinct()).hasSizeGreaterThan(SESSIONS / 2);
            assertThat(gateways.process(0).printed()).doesNotContain("ERROR");
        } finally {
            peers.forEach(JdkPeer::close);
        }
    }

    /** Whether a new session is refused; one that is not is one more to be sent away. */
    private static boolean isRefused(GatewayCluster gateways, String account, Answer login, List<JdkPeer> peers)
            throws Exception {
        try {
            peers.add(gateways.tryToConnect(0, account, login.text("access_token")));
            return false;
        } catch (ExecutionException e) {
            assertThat(e)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(503));
            return true;
        }
    }
}
