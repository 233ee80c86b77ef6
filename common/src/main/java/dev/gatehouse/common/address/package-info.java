/** Where servers listen, and where clients on the same machine reach them. */
@NullMarked
package dev.gatehouse.common.address;

import org.jspecify.annotations.NullMarked;
