/** Requests that are sent again under one key: done once, with the first answer for each of them. */
@NullMarked
package dev.gatehouse.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
