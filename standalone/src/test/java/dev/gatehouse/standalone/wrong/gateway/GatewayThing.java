package dev.gatehouse.standalone.wrong.gateway;

import com.zaxxer.hikari.HikariConfig;
import dev.gatehouse.standalone.wrong.auth.AuthThing;
import dev.gatehouse.standalone.wrong.embedded.EmbeddedThing;
import io.helidon.config.Config;
import io.lettuce.core.RedisURI;

/** A gateway that knows the auth service and the embedded servers, and reads configuration and uses Redis and a connection pool anywhere. */
public record GatewayThing(AuthThing auth, EmbeddedThing embedded, Config config, RedisURI redis, HikariConfig pool) {}
