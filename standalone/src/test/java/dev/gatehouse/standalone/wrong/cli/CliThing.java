package dev.gatehouse.standalone.wrong.cli;

import dev.gatehouse.standalone.wrong.embedded.EmbeddedThing;

/** A command that knows the embedded servers. */
public record CliThing(EmbeddedThing embedded) {}
