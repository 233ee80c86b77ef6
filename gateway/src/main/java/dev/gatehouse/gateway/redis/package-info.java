/** The link to Redis, which several gateways share: it may be away at any time, and then says so at once. */
@NullMarked
package dev.gatehouse.gateway.redis;

import org.jspecify.annotations.NullMarked;
