package dev.skiff.port.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of authorities that somebody trusts instead of those of the machine. */
public final class Authorities {
    private static final int LARGEST_FILE = 1 << 20;

    private Authorities() {}

    /**
     * Those of a file.
     *
     * @param file PEM, at most 1 MiB
     * @throws ServiceException INVALID when it cannot be read or has no certificate in it
     */
    public static TrustManager[] in(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IOException("it is larger than 1 MiB");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            if (number == 0) {
                throw new IOException("there is no certificate in it");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | CertificateException e) {
            throw new ServiceException(
                    ServiceException.Why.INVALID,
                    "the certificates of authorities in " + file + " cannot be read: " + e.getMessage(),
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has key stores", e);
        }
    }
}
