package dev.gatehouse.benchmarks.peer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The least that makes RPC calls over AMQP: one connection to publish on, under a lock, one to take the replies, and a map of the calls
 * under way. Thread-safe.
 */
final class BareRpc implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 10;
    private static final byte[] REQUEST = EchoService.REQUEST.getBytes(StandardCharsets.UTF_8);
    private static final byte[] REPLY =
            (EchoService.BEFORE + EchoService.REQUEST + EchoService.AFTER).getBytes(StandardCharsets.UTF_8);

    private final Connection publishing;
    private final Connection consuming;
    private final Channel publisher;
    private final String replyQueue;
    private final Map<String, CompletableFuture<byte[]>> pending = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();

    BareRpc(Connection publishing, Connection consuming) throws IOException {
        this.publishing = publishing;
        this.consuming = consuming;
        this.publisher = publishing.createChannel();
        Channel replies = consuming.createChannel();
        this.replyQueue = replies.queueDeclare().getQueue();
        replies.basicConsume(replyQueue, true, new Replies(replies, pending));
    }

    /** Makes one call. Returns whether the right reply came. */
    boolean call() throws IOException, InterruptedException, ExecutionException {
        String id = Long.toString(ids.incrementAndGet());
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        pending.put(id, reply);
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .correlationId(id)
                .replyTo(replyQueue)
                .build();
        lock.lock();
        try {
            publisher.basicPublish(EchoService.EXCHANGE, EchoService.ROUTING_KEY, true, properties, REQUEST);
        } finally {
            lock.unlock();
        }
        try {
            return Arrays.equals(reply.get(TIMEOUT_SECONDS, TimeUnit.SECONDS), REPLY);
        } catch (TimeoutException e) {
            pending.remove(id);
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        publishing.close();
        consuming.close();
    }

    private static final class Replies extends DefaultConsumer {
        private final Map<String, CompletableFuture<byte[]>> pending;

        Replies(Channel channel, Map<String, CompletableFuture<byte[]>> pending) {
            super(channel);
            this.pending = pending;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            CompletableFuture<byte[]> call = pending.remove(properties.getCorrelationId());
            if (call != null) {
                call.complete(body);
            }
        }
    }
}
