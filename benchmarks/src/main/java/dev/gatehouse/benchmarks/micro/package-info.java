/** The pieces of a request, measured one by one with JMH. */
@NullMarked
package dev.gatehouse.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
