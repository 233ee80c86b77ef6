/** Replaces what a process works with while it runs, when the files that it was made from change. */
@NullMarked
package dev.gatehouse.common.reload;

import org.jspecify.annotations.NullMarked;
