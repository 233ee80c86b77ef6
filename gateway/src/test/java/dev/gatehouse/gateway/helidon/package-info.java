/** Why Helidon is not used as it is: each of its defects that is worked around, shown in a server that has nothing of ours. */
@NullMarked
package dev.gatehouse.gateway.helidon;

import org.jspecify.annotations.NullMarked;
