/** Compares this build with an older one, pair by pair, in one run. */
@NullMarked
package dev.gatehouse.benchmarks.pairs;

import org.jspecify.annotations.NullMarked;
