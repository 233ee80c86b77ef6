/** Reloads the routes of a gateway under load again and again, and counts what goes wrong. */
@NullMarked
package dev.gatehouse.benchmarks.reload;

import org.jspecify.annotations.NullMarked;
