/** Accounts: who may log in, the rules for new ones, and where they are kept. */
@NullMarked
package dev.gatehouse.auth.account;

import org.jspecify.annotations.NullMarked;
