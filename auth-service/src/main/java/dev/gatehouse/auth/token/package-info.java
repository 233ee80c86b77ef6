/** Access and refresh tokens: how they are made and checked. */
@NullMarked
package dev.gatehouse.auth.token;

import org.jspecify.annotations.NullMarked;
