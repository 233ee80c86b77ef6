package dev.gatehouse.gateway.ws;

import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TcpProxy;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The broker is stopped and empty afterwards, or, where it is not ours to stop, out of reach. */
class BrokerLossIT extends BrokerLoss {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    BrokerLossIT() {
        super(BROKER);
    }

    @Override
    void lose(TcpProxy proxy) {
        if (BROKER.isReal()) {
            proxy.refuse();
        } else {
            BROKER.stop();
        }
    }

    @Override
    void find(TcpProxy proxy) {
        if (BROKER.isReal()) {
            proxy.heal();
        } else {
            BROKER.start();
        }
    }
}
