/** The processes that the load benchmark compares with, and the service that it calls: as bare as they can be. */
@NullMarked
package dev.gatehouse.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
