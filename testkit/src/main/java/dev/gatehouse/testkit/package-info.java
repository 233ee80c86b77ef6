/** What integration tests stand on: a broker, a database, and a network between them and the code that can be broken. */
@NullMarked
package dev.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
