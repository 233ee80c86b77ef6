package dev.gatehouse.auth.command;

import dev.gatehouse.common.error.ErrorCode;

/** What a command has come to, once it has changed something. */
public sealed interface Effect<R> {
    /** It is done. */
    record Done<R>(R answer) implements Effect<R> {}

    /** The caller is refused, and what was changed on that account stays changed. */
    record Refused<R>(ErrorCode code) implements Effect<R> {}
}
