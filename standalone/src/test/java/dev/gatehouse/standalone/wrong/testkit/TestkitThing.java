package dev.gatehouse.standalone.wrong.testkit;

import dev.gatehouse.standalone.wrong.cli.CliThing;
import dev.gatehouse.standalone.wrong.common.CommonThingManager;

/** A test kit that knows common code and the commands. */
public record TestkitThing(CommonThingManager common, CliThing cli) {}
