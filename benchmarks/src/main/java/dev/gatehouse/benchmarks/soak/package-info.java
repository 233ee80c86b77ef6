/** The soak: the real system under mixed load while its parts are broken one after the other, and an audit of what it has promised. */
@NullMarked
package dev.gatehouse.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
