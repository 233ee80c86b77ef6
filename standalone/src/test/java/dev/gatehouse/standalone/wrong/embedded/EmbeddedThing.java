package dev.gatehouse.standalone.wrong.embedded;

import dev.gatehouse.standalone.wrong.common.CommonThingManager;

/** An embedded server that knows common code. */
public record EmbeddedThing(CommonThingManager common) {}
