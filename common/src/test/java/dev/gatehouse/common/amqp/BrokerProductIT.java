package dev.gatehouse.common.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import dev.gatehouse.testkit.BrokerFixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokerProductIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @Test
    void theEmbeddedBrokerIsToldFromARealOne() throws IOException {
        try (Connection connection = BROKER.connect("test-product")) {
            assertThat(BrokerProduct.isQpid(connection)).isEqualTo(!BROKER.isReal());
        }
    }
}
