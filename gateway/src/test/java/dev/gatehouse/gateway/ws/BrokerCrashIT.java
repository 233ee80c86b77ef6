package dev.gatehouse.gateway.ws;

import dev.gatehouse.testkit.BrokerNode;
import dev.gatehouse.testkit.TcpProxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A RabbitMQ of its own is killed and started again. */
@Tag("rabbitmq")
class BrokerCrashIT extends BrokerLoss {
    @RegisterExtension
    static final BrokerNode NODE = new BrokerNode();

    BrokerCrashIT() {
        super(NODE);
    }

    @Override
    void lose(TcpProxy proxy) {
        NODE.kill();
    }

    @Override
    void find(TcpProxy proxy) {
        NODE.start();
    }
}
