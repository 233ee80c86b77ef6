package dev.gatehouse.common.amqp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each loss, of each new reason why it lasts, and of the return, once; what merely repeats goes to debug. Thread-safe. */
final class LinkLog {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLink.class);
    private static final String CONNECT = "connect";

    private final String name;
    private final String address;
    /** The last trouble that was told, by what had it. */
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    LinkLog(String name, String address) {
        this.name = name;
        this.address = address;
    }

    void connected() {
        troubles.remove(CONNECT);
        LOG.info("{} is connected to {}", name, address);
    }

    void lost(Throwable cause) {
        LOG.warn("{} has lost the connection to {}: {}", name, address, BrokerFailure.text(cause));
    }

    void cannotConnect(Throwable cause) {
        String text = BrokerFailure.text(cause);
        if (isNew(CONNECT, text)) {
            LOG.warn("{} cannot connect to {} and keeps trying: {}", name, address, text);
        } else {
            LOG.debug("{} cannot connect to {}: {}", name, address, text);
        }
    }

    void opened(LinkPart part) {
        troubles.remove(part.partName());
        LOG.debug("{} has opened {}", name, part.partName());
    }

    void cannotOpen(LinkPart part, Throwable cause) {
        String text = BrokerFailure.text(cause);
        if (isNew(part.partName(), text)) {
            LOG.error("{} cannot set up {} and keeps trying: {}", name, part.partName(), text);
        } else {
            LOG.debug("{} cannot set up {}: {}", name, part.partName(), text);
        }
    }

    void blocked(String reason) {
        LOG.warn("{} is blocked by the broker: {}", name, reason);
    }

    void unblocked() {
        LOG.info("{} is no longer blocked by the broker", name);
    }

    private boolean isNew(String subject, String text) {
        return !text.equals(troubles.put(subject, text));
    }
}
