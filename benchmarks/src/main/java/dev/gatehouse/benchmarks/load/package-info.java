/** The load benchmark: real processes under load, beside the ceilings that the machine and the broker set. */
@NullMarked
package dev.gatehouse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
