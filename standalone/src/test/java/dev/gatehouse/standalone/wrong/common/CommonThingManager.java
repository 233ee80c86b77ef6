package dev.gatehouse.standalone.wrong.common;

import dev.gatehouse.standalone.wrong.auth.AuthThing;

/** Common code that knows a service, with a name that does not tell its job. */
public record CommonThingManager(AuthThing auth) {}
