/** How much of the gateway's memory clients may use by letting it wait: each connection, each address, and all together. */
@NullMarked
package dev.gatehouse.gateway.quota;

import org.jspecify.annotations.NullMarked;
