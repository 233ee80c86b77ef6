/** HTTP as it is on the wire: its grammar, and a reader that lets through only requests that everybody reads alike. Knows no web server. */
@NullMarked
package dev.gatehouse.common.wire;

import org.jspecify.annotations.NullMarked;
