package dev.gatehouse.standalone.wrong.auth;

import com.rabbitmq.client.Channel;
import dev.gatehouse.standalone.wrong.gateway.GatewayThing;
import io.helidon.dbclient.DbClient;
import java.util.List;

/** An auth service that knows the gateway (and so makes a cycle), and the libraries of broker and database. */
public record AuthThing(List<GatewayThing> gateways, Channel channel, DbClient database) {
    /** A use, because a type argument alone is none. */
    public GatewayThing first() {
        return gateways.getFirst();
    }
}
