/** Compares what is on the broker with what the routes need. */
@NullMarked
package dev.gatehouse.cli.broker;

import org.jspecify.annotations.NullMarked;
