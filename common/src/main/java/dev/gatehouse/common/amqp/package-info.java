/** Connections to the broker and their recovery, publishing, consuming, and the topology. The only package that sees the AMQP library. */
@NullMarked
package dev.gatehouse.common.amqp;

import org.jspecify.annotations.NullMarked;
