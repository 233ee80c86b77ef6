/** The vocabulary of failure: codes, the error body, violations, and whether a failed request may have been executed. */
@NullMarked
package dev.gatehouse.common.error;

import org.jspecify.annotations.NullMarked;
