/** The admin socket: health for operators, apart from the traffic of clients. */
@NullMarked
package dev.gatehouse.common.admin;

import org.jspecify.annotations.NullMarked;
