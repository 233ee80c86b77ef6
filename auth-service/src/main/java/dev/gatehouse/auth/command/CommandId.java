package dev.gatehouse.auth.command;

/**
 * What tells a command that is delivered again from another one.
 *
 * @param messageId the identity that its sender gave it
 * @param fingerprint of all that the sender asks for
 */
record CommandId(byte[] messageId, byte[] fingerprint) {}
