package dev.gatehouse.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of certificates or keys between lines such as {@code -----BEGIN CERTIFICATE-----}. Nothing that it holds is in a message. */
final class PemFile {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final String HOW_TO_CONVERT =
            "the key must be PKCS#8 and not encrypted (BEGIN PRIVATE KEY): openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";

    private final Path path;

    PemFile(Path path) {
        this.path = path;
    }

    /** At least one certificate, in the order of the file. */
    List<X509Certificate> certificates() throws BadFileException {
        List<X509Certificate> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text());
        while (blocks.find()) {
            if (blocks.group(1).equals("CERTIFICATE")) {
                found.add(certificate(decoded(blocks.group(2))));
            }
        }
        if (found.isEmpty()) {
            throw problem("holds no certificate in PEM");
        }
        return List.copyOf(found);
    }

    /** The one key in the file. */
    PrivateKey privateKey(String algorithm) throws BadFileException {
        String text = text();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals("PRIVATE KEY")) {
                return key(decoded(blocks.group(2)), algorithm);
            }
        }
        Matcher begin = BEGIN.matcher(text);
        while (begin.find()) {
            if (begin.group(1).endsWith("PRIVATE KEY")) {
                throw problem(
                        begin.group(1).equals("PRIVATE KEY")
                                ? "the key is cut off or damaged"
                                : "holds a key of another form (BEGIN " + begin.group(1) + "): " + HOW_TO_CONVERT);
            }
        }
        throw problem("holds no private key in PEM");
    }

    BadFileException problem(String why) {
        return new BadFileException(path + ": " + why);
    }

    private String text() throws BadFileException {
        try {
            if (!Files.isRegularFile(path)) {
                throw problem("there is no such file");
            }
            if (Files.size(path) > MAX_BYTES) {
                throw problem("is larger than 1MiB");
            }
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw problem("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private byte[] decoded(String base64) throws BadFileException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw problem("is damaged: not Base64");
        }
    }

    private X509Certificate certificate(byte[] der) throws BadFileException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw problem("holds a damaged certificate");
        }
    }

    private PrivateKey key(byte[] der, String algorithm) throws BadFileException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw problem("holds no " + algorithm + " key, as the certificate has, or a damaged one");
        }
    }
}
