package dev.gatehouse.standalone.wrong.gateway;

import dev.gatehouse.standalone.wrong.auth.AuthThing;
import dev.gatehouse.standalone.wrong.embedded.EmbeddedThing;
import io.helidon.config.Config;

/** A gateway that knows the auth service and the embedded servers, and reads configuration anywhere. */
public record GatewayThing(AuthThing auth, EmbeddedThing embedded, Config config) {}
