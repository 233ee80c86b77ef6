package dev.gatehouse.gateway.tls;

import dev.gatehouse.common.reload.ReloadStatus;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * The certificate in force, for operators.
 *
 * @param serial in hexadecimal digits
 * @param version counts what has been in force since the process started, from 1
 * @param refused the last files that could not be used, while they are still as they were then
 */
public record TlsStatus(
        String subject,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        int version,
        Instant loadedAt,
        Optional<ReloadStatus.Refusal> refused) {

    static TlsStatus of(X509Certificate certificate, ReloadStatus files) {
        return new TlsStatus(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                files.version(),
                files.loadedAt(),
                files.refused());
    }
}
