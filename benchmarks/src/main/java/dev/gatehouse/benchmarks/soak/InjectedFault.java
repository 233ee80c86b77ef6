package dev.gatehouse.benchmarks.soak;

/** A fault that there was, in {@link System#nanoTime}: from {@code beginNanos} to {@code endNanos} it was being done. */
record InjectedFault(Fault fault, long beginNanos, long endNanos) {}
