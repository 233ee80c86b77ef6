/** Who is connected, on this gateway and, as far as the others answer, on all of them. */
@NullMarked
package dev.gatehouse.gateway.presence;

import org.jspecify.annotations.NullMarked;
