package dev.gatehouse.gateway.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who the gateway is: a certificate, those that lead from it to a root, and its key. Immutable.
 *
 * @param chain the gateway's own certificate first
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] SIGNED = {1};

    Identity {
        chain = List.copyOf(chain);
    }

    /** Reads both files. Dates are not looked at. */
    static Identity read(PemFile certificateFile, PemFile keyFile) throws BadFileException {
        List<X509Certificate> chain = certificateFile.certificates();
        Optional<String> gap = gap(chain);
        if (gap.isPresent()) {
            throw certificateFile.problem(gap.get());
        }
        PrivateKey key = keyFile.privateKey(chain.getFirst().getPublicKey().getAlgorithm());
        if (!belongs(key, chain.getFirst())) {
            throw keyFile.problem("the key does not belong to the certificate");
        }
        return new Identity(chain, key);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Why the certificate is of no use at a time, if it is not. */
    Optional<String> outOfDate(Instant now) {
        Instant from = certificate().getNotBefore().toInstant();
        Instant until = certificate().getNotAfter().toInstant();
        if (now.isBefore(from)) {
            return Optional.of("the certificate is not valid before " + from);
        }
        return now.isAfter(until) ? Optional.of("the certificate has expired, at " + until) : Optional.empty();
    }

    /** Clients need each certificate to be followed by its issuer's. */
    private static Optional<String> gap(List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            try {
                chain.get(i - 1).verify(chain.get(i).getPublicKey());
            } catch (GeneralSecurityException e) {
                return Optional.of("certificate " + i + " is not issued by certificate " + (i + 1)
                        + ": the gateway's own comes first, then its issuer's, and so on");
            }
        }
        return Optional.empty();
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        try {
            Signature signature = Signature.getInstance(signatureOf(key.getAlgorithm()));
            signature.initSign(key);
            signature.update(SIGNED);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SIGNED);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signatureOf(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
    }
}
