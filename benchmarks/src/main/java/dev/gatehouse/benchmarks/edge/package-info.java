/** What attacks on a gateway cost those who do not attack. */
@NullMarked
package dev.gatehouse.benchmarks.edge;

import org.jspecify.annotations.NullMarked;
