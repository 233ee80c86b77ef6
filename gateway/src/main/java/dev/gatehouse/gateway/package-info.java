/** The gateway: its process, its configuration, and the wiring of its parts. */
@NullMarked
package dev.gatehouse.gateway;

import org.jspecify.annotations.NullMarked;
