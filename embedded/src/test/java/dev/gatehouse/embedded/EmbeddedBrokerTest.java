package dev.gatehouse.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {
    @TempDir
    private Path dir;

    @Test
    void messageGoesThroughATopicExchangeOfTheRootVirtualHost() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir);
                Connection connection = connect(broker.uri());
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("core.rpc.v1", BuiltinExchangeType.TOPIC, true);
            channel.queueDeclare("q", true, false, false, Map.of("x-expires", 30_000, "x-anything", "else"));
            channel.queueBind("q", "core.rpc.v1", "core.auth.rpc.register.v1");
            channel.basicPublish("core.rpc.v1", "core.auth.rpc.register.v1", null, "hello".getBytes(UTF_8));

            assertThat(channel.basicGet("q", true).getBody()).asString(UTF_8).isEqualTo("hello");
        }
    }

    @Test
    void messageWithATimeToLiveIsDelivered() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir);
                Connection connection = connect(broker.uri());
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("q", true, false, false, Map.of());
            channel.basicPublish(
                    "",
                    "q",
                    new AMQP.BasicProperties.Builder().expiration("5000").build(),
                    "hello".getBytes(UTF_8));

            assertThat(channel.basicGet("q", true)).isNotNull();
        }
    }

    @Test
    void messageWhoseTimeToLiveIsOverIsGone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir);
                Connection connection = connect(broker.uri());
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("q", true, false, false, Map.of());
            channel.basicPublish("", "q", timeToLive("1"), "old".getBytes(UTF_8));
            channel.basicPublish("", "q", timeToLive("60000"), "new".getBytes(UTF_8));
            // The broker looks at the times when it delivers.
            Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> channel.messageCount("q") > 0);

            assertThat(channel.basicGet("q", true).getBody()).asString(UTF_8).isEqualTo("new");
        }
    }

    /**
     * Its end must be known before the message is queued: set afterwards, by queue.minimumMessageTtl, it came too late for one message in
     * some 25,000, which was dropped as expired since 1970 while it was being queued.
     */
    @Test
    void endOfAMessageIsKnownBeforeItIsQueued() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir);
                Connection connection = connect(broker.uri());
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("q", true, false, false, Map.of());
            long before = System.currentTimeMillis();
            channel.basicPublish("", "q", timeToLive("60000"), new byte[0]);

            String end = channel.basicGet("q", true).getProps().getExpiration();
            assertThat(Long.parseLong(end)).isBetween(before + 60_000, System.currentTimeMillis() + 60_000);
        }
    }

    private static AMQP.BasicProperties timeToLive(String milliseconds) {
        return new AMQP.BasicProperties.Builder().expiration(milliseconds).build();
    }

    @Test
    void mandatoryMessageToNobodyIsReturnedAndTheConnectionStays() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir);
                Connection connection = connect(broker.uri());
                Channel channel = connection.createChannel()) {
            BlockingQueue<String> returned = new ArrayBlockingQueue<>(1);
            channel.addReturnListener(message -> returned.add(message.getRoutingKey()));
            channel.basicPublish("amq.topic", "nobody", true, null, new byte[0]);

            assertThat(returned.poll(5, TimeUnit.SECONDS)).isEqualTo("nobody");
            assertThat(channel.queueDeclare().getQueue()).isNotEmpty();
        }
    }

    @Test
    void uriWithoutAVirtualHostMeansTheRootOne() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir);
                Connection connection = connect(URI.create("amqp://127.0.0.1:" + broker.port()))) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void unknownVirtualHostAndWrongPasswordAreRefused() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir)) {
            assertThatThrownBy(() -> connect(URI.create("amqp://guest:guest@127.0.0.1:" + broker.port() + "/other")))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> connect(URI.create("amqp://guest:wrong@127.0.0.1:" + broker.port())))
                    .isInstanceOf(PossibleAuthenticationFailureException.class);
        }
    }

    @Test
    void closedBrokerLeavesItsPortAndAnotherOneTakesIt() throws Exception {
        EmbeddedBroker first = EmbeddedBroker.start(0, dir);
        int port = first.port();
        Connection open = connect(first.uri());
        first.close();
        first.close();
        assertThat(open.isOpen()).isFalse();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(IOException.class);

        try (EmbeddedBroker second = EmbeddedBroker.start(port, dir);
                Connection connection = connect(second.uri())) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void takenPortIsOneClearFailure() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort(), dir))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    private static Connection connect(URI uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("embedded-broker-test");
    }
}
