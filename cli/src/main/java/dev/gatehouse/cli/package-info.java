/** What the operator's commands have in common: how their arguments are read, and where the installation's files are. */
@NullMarked
package dev.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
