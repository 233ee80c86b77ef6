package dev.gatehouse.cli.call;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a call reads and writes.
 *
 * @param in for a body that is not on the command line
 * @param out for the answer's body, and nothing else
 * @param err for all that is said about it
 */
record CallStreams(InputStream in, PrintStream out, PrintStream err) {}
