package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities that an artifact names. */
final class Authorities {
    private Authorities() {}

    /**
     * @param what names the text, for messages
     * @throws ArtifactException when it has no certificate
     */
    static SSLSocketFactory trusting(String pem, String what) throws ArtifactException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                store.setCertificateEntry(Integer.toString(store.size()), one);
            }
            if (store.size() == 0) {
                throw new ArtifactException(what + " has no certificate: it has to be PEM");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new ArtifactException(what + " cannot be read as certificates in PEM: " + e.getMessage());
        }
    }
}
