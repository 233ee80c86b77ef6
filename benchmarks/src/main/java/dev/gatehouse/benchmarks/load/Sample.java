package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.peer.Load;

/**
 * One measurement.
 *
 * @param load what was answered
 * @param cpuMicros of the process that is measured, for each request
 * @param allocatedBytes by it, for each request
 * @param residentBytes of it, at the end
 */
public record Sample(Load load, double cpuMicros, double allocatedBytes, long residentBytes) {}
