package dev.gatehouse.standalone.wrong.testkit;

import dev.gatehouse.standalone.wrong.common.CommonThingManager;

/** A test kit that knows common code. */
public record TestkitThing(CommonThingManager common) {}
