/** Commands, the requests that change something: each is done as one unit of work, and once for each message id. */
@NullMarked
package dev.gatehouse.auth.command;

import org.jspecify.annotations.NullMarked;
