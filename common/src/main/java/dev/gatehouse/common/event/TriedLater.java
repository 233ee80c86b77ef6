package dev.gatehouse.common.event;

import dev.gatehouse.common.amqp.ConfirmedPublisher;
import dev.gatehouse.common.amqp.IncomingMessage;
import dev.gatehouse.common.amqp.PersistentMessage;
import dev.gatehouse.common.telemetry.Logging;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts events off to the retry queue, and to the dead letters in the end. A copy is published first; the event itself is acknowledged
 * when the broker has confirmed the copy, so that in between there may be two of it but never none.
 */
final class TriedLater implements FailedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscriber.class);
    private static final Duration CONFIRM_TIMEOUT = EventPublisherConfig.DEFAULT_CONFIRM_TIMEOUT;
    private static final String ANY_CONTENT = "application/octet-stream";

    private final String queue;
    private final RetryRules rules;
    private final ConfirmedPublisher publisher;
    private final InstantSource clock;
    private final EventCounters counters;

    TriedLater(
            String queue, RetryRules rules, ConfirmedPublisher publisher, InstantSource clock, EventCounters counters) {
        this.queue = queue;
        this.rules = rules;
        this.publisher = publisher;
        this.clock = clock;
        this.counters = counters;
    }

    @Override
    public boolean tryHere(ReceivedEvent received, Event event, int failedTries, Throwable failure)
            throws InterruptedException {
        Optional<Duration> wait = rules.waitAfter(failedTries);
        Map<String, Object> headers = headers(failedTries, failure.getClass().getSimpleName());
        if (wait.isEmpty()) {
            LOG.error("{}: {} is given up after {} tries", queue, event, failedTries, failure);
            giveUp(received, EventCodec.CONTENT_TYPE, headers);
            return false;
        }
        LOG.warn("{}: {} has failed and is tried again in {}: {}", queue, event, wait.get(), failure.toString());
        headers.put(RetryHeaders.RETRY_AT, clock.instant().plus(wait.get()).toEpochMilli());
        IncomingMessage message = received.delivery().message();
        PersistentMessage copy = PersistentMessage.toRetryQueue(
                queue, event.id().toString(), EventCodec.CONTENT_TYPE, headers, message.body());
        if (replace(received, copy)) {
            counters.retried.increment();
        }
        return false;
    }

    @Override
    public void poison(ReceivedEvent received, String reason) throws InterruptedException {
        LOG.warn(
                Logging.ONCE_A_SECOND,
                "{}: a message is no event that can be read, and becomes a dead letter: {}",
                queue,
                reason);
        giveUp(received, ANY_CONTENT, headers(received.failedTries(), reason));
    }

    private void giveUp(ReceivedEvent received, String contentType, Map<String, Object> headers)
            throws InterruptedException {
        IncomingMessage message = received.delivery().message();
        PersistentMessage copy = PersistentMessage.toDeadLetters(
                queue, message.messageId().orElse(""), contentType, headers, message.body());
        if (replace(received, copy)) {
            counters.deadLettered.increment();
        }
    }

    /** False where the event comes again, because its channel was lost before the broker had the copy. */
    private boolean replace(ReceivedEvent received, PersistentMessage copy) throws InterruptedException {
        while (received.delivery().isCurrent()) {
            if (!publisher.publish(List.of(copy), CONFIRM_TIMEOUT).isEmpty()) {
                received.delivery().acknowledge();
                return true;
            }
            Thread.sleep(rules.min());
        }
        return false;
    }

    private static Map<String, Object> headers(int failedTries, String error) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(RetryHeaders.TRIES, failedTries);
        headers.put(RetryHeaders.ERROR, error);
        return headers;
    }
}
