/** The transactional outbox: events are written in the transaction of the change that they tell of, and published once it is committed. */
@NullMarked
package dev.gatehouse.auth.outbox;

import org.jspecify.annotations.NullMarked;
