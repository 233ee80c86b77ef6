package dev.gatehouse.standalone;

import dev.gatehouse.common.lifecycle.StartException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports that a system is going to listen on, looked at before anything is started. */
final class Ports {
    private Ports() {}

    /**
     * A port and the option that it comes from.
     *
     * @param hostKey the configuration key of the host
     * @param port 0 for a free one
     */
    record Wanted(String option, String hostKey, String host, int port) {}

    /**
     * The wanted ports, in their order, with a number for each 0. Throws {@link StartException} for the first that cannot be listened on,
     * or that is wanted twice.
     */
    static List<Integer> free(List<Wanted> wanted) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Wanted one : wanted) {
                // Held until all are, so that a port wanted twice is found, too.
                held.add(hold(one));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(Ports::release);
        }
    }

    private static ServerSocket hold(Wanted wanted) {
        try {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(wanted.host(), wanted.port()));
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw StartException.unusableHost(wanted.hostKey(), wanted.host())
                    .orElseGet(() -> new StartException("port " + wanted.port() + " on " + wanted.host()
                            + " cannot be used (" + e.getMessage() + "): name another with " + wanted.option()));
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a port did not close", e);
        }
    }
}
