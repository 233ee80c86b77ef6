/** Clients that attack a gateway with raw bytes, table of attacks, and honest clients beside them that find out whether they are still served. */
@NullMarked
package dev.gatehouse.testkit.edge;

import org.jspecify.annotations.NullMarked;
