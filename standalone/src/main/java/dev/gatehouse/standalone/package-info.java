/** The whole system in one process, on an embedded broker and an embedded database. */
@NullMarked
package dev.gatehouse.standalone;

import org.jspecify.annotations.NullMarked;
