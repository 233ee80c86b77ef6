package dev.gatehouse.common.rpc;

import dev.gatehouse.common.schema.RequestSchema;

/** An operation with its request's schema at hand. Thread-safe. */
final class ServedOperation<Q, R> {
    private final RpcOperation<Q, R> operation;
    private final RequestReader<Q> reader;

    ServedOperation(RpcOperation<Q, R> operation, RequestSchema schema) {
        this.operation = operation;
        this.reader = new RequestReader<>(schema, operation.method().request());
    }

    Object execute(RpcContext context, byte[] body) {
        R data = operation.handler().handle(context, reader.read(body));
        if (data == null) {
            throw new IllegalStateException(
                    "the handler of " + operation.method().name() + " has answered with null");
        }
        return data;
    }
}
