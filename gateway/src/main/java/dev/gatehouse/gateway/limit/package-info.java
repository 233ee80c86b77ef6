/** Rate limits: who may send how many requests to a route in which time. */
@NullMarked
package dev.gatehouse.gateway.limit;

import org.jspecify.annotations.NullMarked;
