/** The origins of pages in browsers, and which of them are allowed. */
@NullMarked
package dev.gatehouse.gateway.origin;

import org.jspecify.annotations.NullMarked;
