package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Connection;
import java.util.Locale;

/** Tells the embedded broker from others, where it does not do as AMQP and RabbitMQ do. */
final class BrokerProduct {
    private static final String EMBEDDED = "qpid";

    private BrokerProduct() {}

    /** Whether it is Qpid. What does not say is taken for something like RabbitMQ. */
    static boolean isQpid(Connection connection) {
        Object product = connection.getServerProperties().get("product");
        return product != null && product.toString().toLowerCase(Locale.ROOT).contains(EMBEDDED);
    }
}
