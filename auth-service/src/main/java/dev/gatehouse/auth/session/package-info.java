/** Sessions: login, rotation of refresh tokens, revocation. */
@NullMarked
package dev.gatehouse.auth.session;

import org.jspecify.annotations.NullMarked;
