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

    /** The bytes of the reply's {@code data}. */
    byte[] execute(RpcContext context, byte[] body) {
        return operation.answer(context, reader.read(body), body);
    }
}
