/** TLS at the gateway's door: the certificate and its key from files, taken up anew when they change, and the bound on handshakes. */
@NullMarked
package dev.gatehouse.gateway.tls;

import org.jspecify.annotations.NullMarked;
