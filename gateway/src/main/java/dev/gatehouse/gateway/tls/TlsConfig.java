package dev.gatehouse.gateway.tls;

import dev.gatehouse.common.config.ConfigReader;
import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS on the gateway's port. The names of the files hold until a restart; what is in them may change while the gateway runs.
 *
 * @param certificateFile the certificate in PEM, followed by those between it and the root
 * @param privateKeyFile its key: PEM, PKCS#8, not encrypted
 * @param clientCaFile the certificates in PEM of which one must have issued a client's
 */
public record TlsConfig(
        boolean enabled,
        Optional<Path> certificateFile,
        Optional<Path> privateKeyFile,
        Optional<Path> clientCaFile,
        ClientAuth clientAuth) {
    public static final boolean DEFAULT_ENABLED = false;
    public static final ClientAuth DEFAULT_CLIENT_AUTH = ClientAuth.NONE;
    public static final TlsConfig OFF =
            new TlsConfig(DEFAULT_ENABLED, Optional.empty(), Optional.empty(), Optional.empty(), DEFAULT_CLIENT_AUTH);

    /** A server's certificate and key, and clients that are not asked for theirs. */
    public static TlsConfig of(Path certificateFile, Path privateKeyFile) {
        return new TlsConfig(
                true, Optional.of(certificateFile), Optional.of(privateKeyFile), Optional.empty(), ClientAuth.NONE);
    }

    /** The same for clients with a certificate that was issued by one of the given. */
    public TlsConfig withClients(ClientAuth auth, Path caFile) {
        return new TlsConfig(enabled, certificateFile, privateKeyFile, Optional.of(caFile), auth);
    }

    public static TlsConfig read(ConfigReader reader) {
        TlsConfig config = new TlsConfig(
                reader.bool("tls.enabled", DEFAULT_ENABLED),
                reader.optionalPath("tls.certificate-file"),
                reader.optionalPath("tls.private-key-file"),
                reader.optionalPath("tls.client-ca-file"),
                reader.choice("tls.client-auth", ClientAuth.class, DEFAULT_CLIENT_AUTH));
        if (config.enabled) {
            config.tellWhatIsMissing(reader);
        }
        return config;
    }

    private void tellWhatIsMissing(ConfigReader reader) {
        if (certificateFile.isEmpty()) {
            reader.problem("tls.certificate-file", "", "tls.enabled needs a PEM file with a certificate");
        }
        if (privateKeyFile.isEmpty()) {
            reader.problem("tls.private-key-file", "", "tls.enabled needs a PEM file with the certificate's key");
        }
        if (clientAuth != ClientAuth.NONE && clientCaFile.isEmpty()) {
            reader.problem("tls.client-ca-file", "", "tls.client-auth needs a PEM file with who issues certificates");
        }
    }
}
