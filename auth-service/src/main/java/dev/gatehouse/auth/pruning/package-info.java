/** Removes rows that nobody needs any more, in the background. */
@NullMarked
package dev.gatehouse.auth.pruning;

import org.jspecify.annotations.NullMarked;
