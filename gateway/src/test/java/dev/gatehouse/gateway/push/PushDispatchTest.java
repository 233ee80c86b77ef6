package dev.gatehouse.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.amqp.Delivery;
import dev.gatehouse.common.amqp.IncomingMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PushDispatchTest {
    private final List<Push> pushed = new CopyOnWriteArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    private final PushSubscriber subscriber = new PushSubscriber() {
        @Override
        public void pushed(Push push) {
            pushed.add(push);
        }

        @Override
        public void missed() {}
    };

    @Test
    void pushThatCannotBeDispatchedIsDroppedAndTheNextOneArrives() {
        AtomicInteger asked = new AtomicInteger();
        try (PushDispatch dispatch = new PushDispatch(PushConfig.DEFAULT, _ -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("no table");
            }
            return Set.of(subscriber);
        })) {
            dispatch.start();
            assertThat(dispatch.offer(delivery())).isTrue();
            assertThat(dispatch.offer(delivery())).isTrue();

            await().until(() -> pushed.size() == 1 && acknowledged.get() == 2);
            assertThat(dispatch.dropped()).isEqualTo(1);
        }
    }

    private Delivery delivery() {
        IncomingMessage message = new IncomingMessage(
                "broadcast",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false,
                "{\"event\":\"test\"}".getBytes(StandardCharsets.UTF_8));
        return new Delivery() {
            @Override
            public IncomingMessage message() {
                return message;
            }

            @Override
            public boolean isCurrent() {
                return true;
            }

            @Override
            public void acknowledge() {
                acknowledged.incrementAndGet();
            }

            @Override
            public void reject(String reason) {
                throw new AssertionError("not to be rejected: " + reason);
            }

            @Override
            public void abandon() {
                throw new AssertionError("not to be given up");
            }
        };
    }
}
