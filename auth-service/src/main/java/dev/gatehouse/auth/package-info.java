/** The auth service: its configuration, its wiring, its entry point. */
@NullMarked
package dev.gatehouse.auth;

import org.jspecify.annotations.NullMarked;
