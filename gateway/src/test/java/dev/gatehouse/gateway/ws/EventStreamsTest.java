package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.rpc.RpcContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamsTest {
    private static final RpcContext.Caller CALLER =
            new RpcContext.Caller(UUID.randomUUID(), UUID.randomUUID(), List.of(), List.of());

    private static final long DEADLINE = 1_000;
    private static final int MOST = 2;

    private final InProcessPushes pushes = new InProcessPushes();
    private final EventStreams streams = new EventStreams(MOST);

    /** A connection. */
    private static final class Client implements EventStream.Sink {
        private final List<String> sent = new ArrayList<>();
        private volatile boolean superseded;

        @Override
        public synchronized void send(OutFrame frame) {
            sent.add(new String(frame.rest(), java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public void superseded() {
            superseded = true;
        }
    }

    private EventStream opened(Client client) {
        EventStream stream = streams.create(UUID.randomUUID(), CALLER, WebSocketConfig.Resume.DEFAULT, client);
        pushes.join(stream.ownKeys(), stream);
        streams.add(stream);
        return stream;
    }

    /** What a connection does when it ends. */
    private void leave(EventStream stream, Client client) {
        if (!stream.detach(client, DEADLINE)) {
            streams.end(stream, client, pushes);
        }
    }

    private void nothingIsLeft() {
        assertThat(streams.size()).isZero();
        assertThat(streams.detached()).isZero();
        assertThat(pushes.subscribers).isEmpty();
    }

    @Test
    void aStreamWaitsForItsClientUntilItsTimeIsOver() {
        Client client = new Client();
        EventStream stream = opened(client);
        leave(stream, client);
        streams.expire(DEADLINE - 1, pushes);
        assertThat(streams.detached()).isOne();
        assertThat(streams.find(stream.connectionId())).contains(stream);
        streams.expire(DEADLINE, pushes);
        nothingIsLeft();
        assertThat(stream.resume(new Client(), 0)).isEqualTo(new Resumption.Refused("unknown"));
    }

    @Test
    void aStreamThatIsResumedBelongsToTheNewConnectionAlone() {
        Client old = new Client();
        Client fresh = new Client();
        EventStream stream = opened(old);
        assertThat(stream.attach(old)).isTrue();
        assertThat(stream.resume(fresh, 0)).isEqualTo(new Resumption.Resumed(2));
        assertThat(old.superseded).isTrue();
        leave(stream, old);
        assertThat(streams.size()).isOne();
        assertThat(streams.detached()).isZero();
        pushes.push("account." + CALLER.accountId(), 1);
        assertThat(old.sent).isEmpty();
        assertThat(fresh.sent).hasSize(2);
        leave(stream, fresh);
        streams.expire(DEADLINE, pushes);
        nothingIsLeft();
    }

    /** Once a connection that did not get its events yet was not told, and took the stream back when it did. */
    @Test
    void aConnectionThatDoesNotGetItsEventsYetIsSupersededToo() {
        Client old = new Client();
        Client fresh = new Client();
        EventStream stream = opened(old);
        assertThat(stream.resume(fresh, 0)).isEqualTo(new Resumption.Resumed(2));
        assertThat(old.superseded).isTrue();
        assertThat(stream.attach(old)).isFalse();
        pushes.push("broadcast", 1);
        assertThat(old.sent).isEmpty();
        assertThat(fresh.sent).hasSize(2);
    }

    @Test
    void noMoreWaitThanTheBoundAndPlacesAreGivenBack() {
        List<EventStream> waiting = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            Client client = new Client();
            waiting.add(opened(client));
            leave(waiting.getLast(), client);
        }
        Client tooMany = new Client();
        leave(opened(tooMany), tooMany);
        assertThat(streams.size()).isEqualTo(MOST);
        Client back = new Client();
        assertThat(waiting.getFirst().resume(back, 0)).isEqualTo(new Resumption.Resumed(2));
        Client next = new Client();
        leave(opened(next), next);
        assertThat(streams.detached()).isEqualTo(MOST);
        streams.end(waiting.getFirst(), back, pushes);
        streams.expire(DEADLINE, pushes);
        nothingIsLeft();
    }

    /** Once a stream that was resumed at the very moment at which its connection ended was left among the waiting ones for ever. */
    @Test
    void whoeverComesBackWhileTheOldConnectionEndsLeavesNothingBehind() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 5_000; i++) {
                Client old = new Client();
                Client fresh = new Client();
                EventStream stream = opened(old);
                assertThat(stream.attach(old)).isTrue();
                List<Future<?>> done = List.of(
                        threads.submit(() -> {
                            together.await();
                            leave(stream, old);
                            return Optional.empty();
                        }),
                        threads.submit(() -> {
                            together.await();
                            if (stream.resume(fresh, 0) instanceof Resumption.Resumed) {
                                leave(stream, fresh);
                            }
                            return Optional.empty();
                        }),
                        threads.submit(() -> {
                            together.await();
                            streams.expire(DEADLINE, pushes);
                            return Optional.empty();
                        }));
                for (Future<?> one : done) {
                    one.get();
                }
                streams.expire(DEADLINE, pushes);
                nothingIsLeft();
            }
        }
    }
}
