package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.system.BenchFiles;
import java.nio.file.Path;

/**
 * One of the two that are compared.
 *
 * @param title for people
 * @param home its directory
 * @param files its configuration
 */
record Build(String title, Path home, BenchFiles files) {}
