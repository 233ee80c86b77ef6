/** {@code ./gatehouse call}: sends one request to the gateway, or straight to a service over the bus, and prints the answer. */
@NullMarked
package dev.gatehouse.cli.call;

import org.jspecify.annotations.NullMarked;
