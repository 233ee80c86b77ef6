package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.gateway.FakeAuth;
import dev.gatehouse.gateway.RunningGateway;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A gateway is asked to end while a request and a command wait for a service that does not answer. */
@Timeout(120)
class GatewayCloseIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final String ROUTING_KEY = "core.closetest.rpc.slow.v1";
    private static final String ROUTES = "- {name: t.slow, http: POST /slow, rpc: " + ROUTING_KEY + ", timeout: PT1M}";

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                warnings.add(event.getFormattedMessage());
            }
        }
    };

    @Test
    void slowRequestAndSlowCommandShareOneGrace(@TempDir Path directory) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        CountDownLatch underWay = new CountDownLatch(2);
        try (FakeAuth _ = new FakeAuth(BROKER, RunningGateway.ISSUER);
                Connection service = silentService(underWay)) {
            RunningGateway gateway = new RunningGateway(
                    BROKER.uri(), directory, ROUTES, Map.of("server.shutdown-grace", GRACE.toString()));
            gateway.awaitReady(true);
            String token = RunningGateway.token(UUID.randomUUID(), UUID.randomUUID());
            try (RawWebSocket session = RawWebSocket.withToken(gateway.port(), token);
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                session.message("hello");
                session.send(
                        "{\"type\":\"command\",\"id\":\"1\",\"domain\":\"t\",\"command\":\"slow\",\"payload\":{}}");
                post(client, token);
                assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();
                appender.start();
                root.addAppender(appender);

                long begun = System.nanoTime();
                gateway.close();

                // One after the other they would take twice as long.
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(GRACE.multipliedBy(2));
            }
            assertThat(service.isOpen()).isTrue();
        } finally {
            root.detachAppender(appender);
        }
        assertThat(warnings)
                .anyMatch(line -> line.contains("1 WebSocket sessions did not end within 5000 ms and are cut"))
                .anyMatch(line -> line.contains("requests are under way for longer than 5000 ms and are cut"))
                .noneMatch(line -> line.contains("left behind"));
    }

    private static void post(Socket client, String token) throws IOException {
        client.getOutputStream()
                .write(("POST /slow HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                        .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static Connection silentService(CountDownLatch underWay) throws IOException {
        Connection connection = BROKER.connect("silent-service");
        Channel channel = connection.createChannel();
        channel.exchangeDeclare("core.rpc.v1", BuiltinExchangeType.TOPIC, true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "core.rpc.v1", ROUTING_KEY);
        channel.basicConsume(queue, true, (_, _) -> underWay.countDown(), _ -> {});
        return connection;
    }
}
