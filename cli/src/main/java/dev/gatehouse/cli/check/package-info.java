/** {@code ./gatehouse check}: validates configuration, routes and schemas, and the broker against them, without starting anything. */
@NullMarked
package dev.gatehouse.cli.check;

import org.jspecify.annotations.NullMarked;
