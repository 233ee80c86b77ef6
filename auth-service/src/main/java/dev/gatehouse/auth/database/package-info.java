/** The door to PostgreSQL: pool, migrations, transactions, and the translation of its failures. */
@NullMarked
package dev.gatehouse.auth.database;

import org.jspecify.annotations.NullMarked;
