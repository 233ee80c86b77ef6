/** Passwords: what is accepted, how they are hashed, and the bounded pool that hashes them. */
@NullMarked
package dev.gatehouse.auth.credential;

import org.jspecify.annotations.NullMarked;
