package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BrokerFixtureIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @Test
    void cleaningDeletesTheWellKnownQueueAndExchanges() throws Exception {
        try (Connection connection = BROKER.connect("test");
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("core.rpc.v1", BuiltinExchangeType.TOPIC, true);
            channel.queueDeclare("core.auth.rpc.v1", true, false, false, null);

            BROKER.clean();

            assertThatThrownBy(() -> connection.createChannel().queueDeclarePassive("core.auth.rpc.v1"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void proxyStandsBetweenAClientAndTheBroker() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(BROKER.host(), BROKER.port());
                Connection connection = connect(BROKER.uriThrough(proxy))) {
            assertThat(connection.isOpen()).isTrue();
            assertThat(proxy.openSockets()).isEqualTo(2);
        }
    }

    @Test
    void embeddedBrokerComesBackEmptyOnTheSamePortAndARealOneIsLeftAlone() throws Exception {
        if (BROKER.isReal()) {
            assertThatThrownBy(BROKER::stop).isInstanceOf(IllegalStateException.class);
            return;
        }
        URI before = BROKER.uri();
        BROKER.stop();
        assertThatThrownBy(() -> connect(before)).isInstanceOf(IOException.class);

        BROKER.start();
        assertThat(BROKER.uri()).isEqualTo(before);
        try (Connection connection = BROKER.connect("again")) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    private static Connection connect(URI uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection("test");
    }
}
