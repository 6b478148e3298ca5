package dev.skiff.port;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are taken, where it is not what the JDK takes. */
public final class Trust {
    private static final int LARGEST_FILE = 1 << 20;

    private Trust() {}

    /** Any certificate for any name: only for what a user has asked for in so many words, and for probes, which do not ask who answers. */
    public static SSLContext anybody() {
        return context(new TrustManager[] {new Anybody()});
    }

    /**
     * The authorities in a file of PEM certificates, alone.
     *
     * @throws IOException when there are none in it, or it cannot be read; the message says why, and does not name the file
     */
    public static SSLContext authorities(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException("it is larger than 1 MiB");
        }
        return authorities(Files.readAllBytes(file));
    }

    /** The same of what such a file has in it. */
    public static SSLContext authorities(byte[] pem) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            CertificateFactory certificates = CertificateFactory.getInstance("X.509");
            for (var certificate : certificates.generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new IOException("there is no certificate in it");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return context(factory.getTrustManagers());
        } catch (CertificateException e) {
            throw new IOException(e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has key stores", e);
        }
    }

    /** What the JDK takes. */
    public static SSLContext usual() {
        return context(null);
    }

    private static SSLContext context(TrustManager @Nullable [] managers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** An extended one, so that the name of the host is not compared either. */
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
