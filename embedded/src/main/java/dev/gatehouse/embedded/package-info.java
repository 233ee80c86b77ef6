/** A broker and a database inside this JVM's machine, on loopback, for development and for tests. */
@NullMarked
package dev.gatehouse.embedded;

import org.jspecify.annotations.NullMarked;
