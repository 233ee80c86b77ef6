package dev.gatehouse.auth.rpc;

import dev.gatehouse.common.rpc.RpcContext;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes the client's address from a request. Any client of the bus can send one: what does not look like an address is dropped. */
final class ClientAddress {
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[0-9A-Za-z_.-]{1,16})?");

    private ClientAddress() {}

    static Optional<String> of(RpcContext context) {
        return context.clientIp().filter(address -> ADDRESS.matcher(address).matches());
    }
}
