/** The route table: reading it from YAML, checking it, and finding the route of a request. */
@NullMarked
package dev.gatehouse.gateway.route;

import org.jspecify.annotations.NullMarked;
