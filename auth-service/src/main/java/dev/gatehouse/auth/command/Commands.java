package dev.gatehouse.auth.command;

import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.key.MasterKey;
import dev.gatehouse.auth.pruning.Prunable;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcOperation;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Executes commands, each in one transaction, and in that transaction remembers its answer under its message id: a command that is
 * delivered again gets the first answer, byte for byte, and of two deliveries at once one waits for the other. A failure that changed
 * nothing is not remembered: another try may succeed. Thread-safe.
 */
public final class Commands {
    private final Database database;
    private final Fingerprints fingerprints;
    private final AnswerMemory answers;

    public Commands(
            DeduplicationConfig config,
            Database database,
            MasterKey masterKey,
            SecureRandom random,
            InstantSource clock) {
        this.database = database;
        this.fingerprints = new Fingerprints(masterKey);
        this.answers = new AnswerMemory(database, masterKey, random, config.keep(), clock);
    }

    /** The answers that need not be remembered any more. */
    public Prunable oldAnswers() {
        return answers;
    }

    /** An operation that executes a command. */
    public <Q, R> RpcOperation<Q, R> operation(RpcMethod<Q, R> method, Command<Q, R> command) {
        return RpcOperation.encoded(method, (context, request, body) -> {
            Optional<CommandId> id = fingerprints.id(method.routingKey(), context, body);
            Change<R> change = () -> command.execute(context, request);
            return execute(id, change).orThrow();
        });
    }

    /** An operation that prepares a command, and then executes it. One that has been done is not prepared again. */
    public <Q, R> RpcOperation<Q, R> prepared(RpcMethod<Q, R> method, PreparedCommand<Q, R> command) {
        return RpcOperation.encoded(method, (context, request, body) -> {
            Optional<CommandId> id = fingerprints.id(method.routingKey(), context, body);
            return id.flatMap(answers::find)
                    .orElseGet(() -> prepare(id, () -> command.prepare(context, request)))
                    .orThrow();
        });
    }

    private <R> Answer prepare(Optional<CommandId> id, Supplier<Change<R>> preparation) {
        Change<R> change;
        try {
            change = preparation.get();
        } catch (ServiceException e) {
            // What is in the way may be what another delivery of this very command has done since it was looked for.
            return id.filter(same -> !e.code().carriesOutcome())
                    .flatMap(answers::find)
                    .orElseThrow(() -> e);
        }
        return execute(id, change);
    }

    private Answer execute(Optional<CommandId> id, Change<?> change) {
        return database.inTransaction(
                transaction -> id.isPresent() ? once(id.get(), change) : Answer.of(change.make()));
    }

    private Answer once(CommandId id, Change<?> change) {
        if (!answers.take(id)) {
            return answers.find(id).orElseThrow(() -> new IllegalStateException("a message id is taken and not there"));
        }
        Answer answer = Answer.of(change.make());
        answers.keep(id, answer);
        return answer;
    }
}
