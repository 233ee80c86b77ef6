package dev.gatehouse.gateway.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What handshakes are made with. Sessions are resumed within one of these only: after a change everybody gets the new certificate, and
 * shows one of his own again.
 */
record Credentials(Identity identity, SSLContext context) {
    private static final char[] NO_PASSWORD = {};

    /** @param clientIssuers of clients' certificates; empty where none is asked for */
    static Credentials of(Identity identity, List<X509Certificate> clientIssuers)
            throws GeneralSecurityException, IOException {
        KeyStore own = empty();
        own.setKeyEntry("gateway", identity.key(), NO_PASSWORD, identity.chain().toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust(clientIssuers), null);
        return new Credentials(identity, context);
    }

    /** Nobody is trusted where there are no issuers, and not, as the default would be, everybody whom the platform trusts. */
    private static TrustManager[] trust(List<X509Certificate> clientIssuers)
            throws GeneralSecurityException, IOException {
        if (clientIssuers.isEmpty()) {
            return new TrustManager[0];
        }
        KeyStore issuers = empty();
        for (int i = 0; i < clientIssuers.size(); i++) {
            issuers.setCertificateEntry("issuer-" + i, clientIssuers.get(i));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(issuers);
        return trust.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
