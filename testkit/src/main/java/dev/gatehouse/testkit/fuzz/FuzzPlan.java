package dev.gatehouse.testkit.fuzz;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What is played.
 *
 * @param seed of all that is chosen at random
 * @param time for which inputs are begun
 * @param only the number of an input to be played alone; empty for all from 0 on
 * @param firstOnly whether the run ends with its first finding
 */
public record FuzzPlan(long seed, Duration time, OptionalLong only, boolean firstOnly) {}
