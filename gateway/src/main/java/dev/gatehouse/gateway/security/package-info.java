/** Who the client is: bearer tokens verified here, with the keys that the auth service publishes. */
@NullMarked
package dev.gatehouse.gateway.security;

import org.jspecify.annotations.NullMarked;
