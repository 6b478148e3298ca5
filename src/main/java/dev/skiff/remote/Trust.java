package dev.skiff.remote;

import dev.skiff.port.service.ServerAccess;
import dev.skiff.port.service.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose certificates are taken. */
final class Trust {
    private static final int LARGEST_FILE = 1 << 20;

    private Trust() {}

    static SSLContext of(ServerAccess access) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            Path file = access.authorities();
            TrustManager[] managers =
                    access.insecure() ? new TrustManager[] {new Anybody()} : file == null ? null : authorities(file);
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private static TrustManager[] authorities(Path file) throws GeneralSecurityException {
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
        } catch (IOException | java.security.cert.CertificateException e) {
            throw new ServiceException(
                    ServiceException.Why.INVALID,
                    "the certificates of authorities in " + file + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** Asked for by the user alone. An extended one, so that the name of the host is not compared either. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
