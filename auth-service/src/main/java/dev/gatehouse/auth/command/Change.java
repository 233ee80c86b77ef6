package dev.gatehouse.auth.command;

/** The part of a command that changes something. Called once, inside a transaction, which is rolled back where it throws. */
@FunctionalInterface
public interface Change<R> {
    Effect<R> make();
}
