/** The connections of clients: which protocol each one speaks, and what bounds it below the requests. */
@NullMarked
package dev.gatehouse.gateway.connection;

import org.jspecify.annotations.NullMarked;
