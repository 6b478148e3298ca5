package dev.skiff.api.rest;

import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WebServer;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a server and its key, read again when their files are other ones: who renews them need not begin the server anew.
 * Connections that are open stay as they are. Files that are not whole, or do not belong together yet, change nothing.
 */
final class RenewedKey extends X509ExtendedKeyManager {
    static final Duration PERIOD = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger("dev.skiff.api");

    private final Vertx vertx;
    private final WebServer.Certificate files;
    private byte[] seen;
    private volatile X509ExtendedKeyManager current;

    /** @throws ServiceException UNAVAILABLE when they cannot be read: says why */
    RenewedKey(Vertx vertx, WebServer.Certificate files) {
        this.vertx = vertx;
        this.files = files;
        this.seen = content();
        try {
            this.current = read();
        } catch (Exception e) { // whatever the reading of keys throws
            throw new ServiceException(
                    Why.UNAVAILABLE,
                    "--tls-certificate " + files.chain() + ", --tls-key " + files.key() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Looks again and again. @return the timer's id */
    long begin(Duration period) {
        return vertx.setPeriodic(
                period.toMillis(), id -> Thread.ofVirtual().name("certificate").start(this::look));
    }

    /** Both files; empty when one of them cannot be read. */
    private byte[] content() {
        try {
            byte[] chain = Files.readAllBytes(files.chain());
            byte[] key = Files.readAllBytes(files.key());
            byte[] both = Arrays.copyOf(chain, chain.length + key.length);
            System.arraycopy(key, 0, both, chain.length, key.length);
            return both;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private synchronized void look() {
        byte[] now = content();
        if (now.length == 0 || Arrays.equals(now, seen)) {
            return;
        }
        seen = now;
        try {
            current = read();
            LOG.log(System.Logger.Level.INFO, "the certificate of the API is another one now");
        } catch (Exception e) { // whatever the reading of keys throws
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the certificate of the API stays as it was: " + files.chain() + ", " + files.key() + ": "
                            + e.getMessage());
        }
    }

    /** Throws when what is in the files cannot be read, or the key is another certificate's. */
    private X509ExtendedKeyManager read() throws Exception {
        PemKeyCertOptions pem = new PemKeyCertOptions()
                .setCertPath(files.chain().toString())
                .setKeyPath(files.key().toString());
        for (KeyManager manager : pem.getKeyManagerFactory(vertx).getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager keys && hasKey(keys)) {
                return keys;
            }
        }
        throw new IOException("there is no key with a certificate in them");
    }

    private static boolean hasKey(X509ExtendedKeyManager keys) throws GeneralSecurityException {
        boolean found = false;
        for (String type : new String[] {"RSA", "EC", "EdDSA"}) {
            String[] aliases = keys.getServerAliases(type, null);
            for (String alias : aliases == null ? new String[0] : aliases) {
                check(keys.getPrivateKey(alias), keys.getCertificateChain(alias)[0]);
                found = true;
            }
        }
        return found;
    }

    private static void check(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        byte[] something = "a key and its certificate".getBytes(StandardCharsets.UTF_8);
        signature.initSign(key);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(something);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the key is another certificate's");
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return current.chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return current.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return current.getServerAliases(type, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return current.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return current.getPrivateKey(alias);
    }

    /** A server is nobody's client. */
    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
