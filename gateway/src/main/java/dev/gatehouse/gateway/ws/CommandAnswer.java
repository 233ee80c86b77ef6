package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import dev.gatehouse.gateway.call.OnceCalls;
import dev.gatehouse.gateway.idempotency.KeptAnswer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * The answer to a command before it is written.
 *
 * @param success whether the content is a result's payload, or an error
 * @param result for the log: the code of an error
 * @param json holds the content; not copied, since it may be a reply that is handed on
 * @param start where the content begins
 * @param end where it ends, exclusive
 * @param replayed whether it is the first answer to a command that was sent again
 */
record CommandAnswer(boolean success, String result, byte[] json, int start, int end, boolean replayed) {
    private static final int OK = 200;
    private static final String DONE = "ok";
    private static final String REPLAYED = "replayed";

    static CommandAnswer data(ReplyEnvelope.Success reply) {
        return new CommandAnswer(true, DONE, reply.body(), reply.dataStart(), reply.dataEnd(), false);
    }

    static CommandAnswer data(byte[] json) {
        return new CommandAnswer(true, DONE, json, 0, json.length, false);
    }

    static CommandAnswer error(ErrorBody body) {
        byte[] json = ServerMessages.errorJson(body);
        return new CommandAnswer(false, body.errorCode(), json, 0, json.length, false);
    }

    static CommandAnswer replayed(KeptAnswer kept) {
        byte[] json = kept.body();
        return new CommandAnswer(kept.status() == OK, REPLAYED, json, 0, json.length, true);
    }

    /** How replies become answers, and how these are kept. */
    static OnceCalls.Rendering<CommandAnswer> rendering(
            Function<ReplyEnvelope, CommandAnswer> answering, String requestId) {
        return new OnceCalls.Rendering<>() {
            @Override
            public CommandAnswer answer(ReplyEnvelope reply) {
                return answering.apply(reply);
            }

            @Override
            public KeptAnswer kept(CommandAnswer answer) {
                int status = answer.success ? OK : ErrorCode.INTERNAL_ERROR.status();
                return new KeptAnswer(status, Arrays.copyOfRange(answer.json, answer.start, answer.end));
            }

            @Override
            public KeptAnswer kept(ServiceException instead) {
                return kept(error(ErrorBody.of(instead, Optional.of(requestId))));
            }
        };
    }

    OutFrame frame(String id) {
        return success
                ? ServerMessages.result(id, json, start, end, replayed)
                : ServerMessages.error(Optional.of(id), Arrays.copyOfRange(json, start, end), replayed);
    }
}
