/** The master key, the keys derived from it, and the signing keys. */
@NullMarked
package dev.gatehouse.auth.key;

import org.jspecify.annotations.NullMarked;
