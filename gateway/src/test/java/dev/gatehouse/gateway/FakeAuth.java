package dev.gatehouse.gateway;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.contract.AuthEvents;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventCodec;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.security.TestTokens;
import dev.gatehouse.testkit.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What a gateway needs of an auth service, in plain AMQP: the keys, the revoked sessions, and the events that tell of them. */
public final class FakeAuth implements AutoCloseable {
    private static final String RPC = "core.rpc.v1";
    private static final String EVENTS = "core.events.v1";

    private final List<AuthApi.RevokedSession> revoked = new CopyOnWriteArrayList<>();
    private final Connection connection;
    private final Channel channel;
    private volatile boolean silent;

    public FakeAuth(TestBroker broker, TestTokens issuer) throws IOException {
        connection = broker.connect("fake-auth");
        channel = connection.createChannel();
        channel.exchangeDeclare(RPC, "topic", true);
        channel.exchangeDeclare(EVENTS, "topic", true);
        serve(AuthApi.JWKS.routingKey(), issuer::keySetReply);
        serve(AuthApi.REVOCATIONS.routingKey(), this::page);
    }

    /** Answers nothing about revoked sessions until it is told otherwise. */
    public void beSilent(boolean isSilent) {
        silent = isSilent;
    }

    /** Ends a session and tells everybody. */
    public void revoke(UUID session) throws IOException {
        Instant now = Instant.now();
        Instant end = now.plusSeconds(900);
        revoked.add(new AuthApi.RevokedSession(session, end));
        Event event = Event.of(
                AuthEvents.SESSION_REVOKED,
                URI.create("/auth-service"),
                TestTokens.ACCOUNT,
                now,
                new AuthEvents.SessionRevoked(session, UUID.fromString(TestTokens.ACCOUNT), "logout", now, end));
        synchronized (channel) {
            channel.basicPublish(EVENTS, event.type(), new AMQP.BasicProperties(), EventCodec.write(event));
        }
    }

    private byte[] page() {
        AuthApi.RevocationPage page = new AuthApi.RevocationPage(revoked, Optional.empty());
        return Json.mapper().writeValueAsBytes(Map.of("success", true, "data", page));
    }

    private void serve(String routingKey, Supplier<byte[]> answer) throws IOException {
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, RPC, routingKey);
        channel.basicConsume(
                queue,
                true,
                (tag, request) -> {
                    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                            .correlationId(request.getProperties().getCorrelationId())
                            .contentType("application/json")
                            .build();
                    if (!silent || !routingKey.equals(AuthApi.REVOCATIONS.routingKey())) {
                        synchronized (channel) {
                            channel.basicPublish("", request.getProperties().getReplyTo(), properties, answer.get());
                        }
                    }
                },
                tag -> {});
    }

    @Override
    public void close() {
        // It may be lost already.
        connection.abort();
    }
}
