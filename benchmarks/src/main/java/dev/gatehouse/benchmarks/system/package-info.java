/** The processes that a benchmark or a soak starts: their files, their start and their end. */
@NullMarked
package dev.gatehouse.benchmarks.system;

import org.jspecify.annotations.NullMarked;
