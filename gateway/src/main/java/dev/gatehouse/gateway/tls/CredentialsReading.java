package dev.gatehouse.gateway.tls;

import dev.gatehouse.common.reload.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the files of TLS anew, as they are now. Confined to one thread at a time. */
final class CredentialsReading implements Supplier<Reading<Credentials>> {
    private final TlsConfig config;
    private final InstantSource clock;
    private final Set<Path> files;
    private boolean datesMatter;

    CredentialsReading(TlsConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.files = Stream.of(config.certificateFile(), config.privateKeyFile(), config.clientCaFile())
                .flatMap(Optional::stream)
                .map(Path::toAbsolutePath)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** From now on a certificate that is out of date is refused. Before, there is none that could stay in its place. */
    void refuseWhatIsOutOfDate() {
        datesMatter = true;
    }

    @Override
    public Reading<Credentials> get() {
        try {
            PemFile certificateFile = new PemFile(config.certificateFile().orElseThrow());
            Identity identity = Identity.read(
                    certificateFile, new PemFile(config.privateKeyFile().orElseThrow()));
            Optional<String> outOfDate = identity.outOfDate(clock.instant());
            if (datesMatter && outOfDate.isPresent()) {
                throw certificateFile.problem(outOfDate.get());
            }
            return new Reading.Made<>(Credentials.of(identity, clientIssuers()), files, List.of(), List.of());
        } catch (BadFileException e) {
            return new Reading.Refused<>(List.of(String.valueOf(e.getMessage())), files);
        } catch (GeneralSecurityException | IOException e) {
            return new Reading.Refused<>(List.of("certificate and key cannot be used: " + e.getMessage()), files);
        }
    }

    private List<X509Certificate> clientIssuers() throws BadFileException {
        return config.clientAuth() == ClientAuth.NONE
                ? List.of()
                : new PemFile(config.clientCaFile().orElseThrow()).certificates();
    }
}
