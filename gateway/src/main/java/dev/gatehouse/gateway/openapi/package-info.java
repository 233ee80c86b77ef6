/** The OpenAPI description of the route table: paths, schemas, errors and examples, without a word of HTTP serving. What tells of schemas and errors
 * serves the AsyncAPI description, too. */
@NullMarked
package dev.gatehouse.gateway.openapi;

import org.jspecify.annotations.NullMarked;
