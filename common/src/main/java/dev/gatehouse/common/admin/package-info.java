/** What every service's process has beside the service: its start and end, and the admin socket, apart from the traffic of clients. */
@NullMarked
package dev.gatehouse.common.admin;

import org.jspecify.annotations.NullMarked;
