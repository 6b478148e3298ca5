package dev.skiff.port;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key with a certificate that it has signed itself, by the keytool of the JDK; good for two days. */
public final class TestKey {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "a";

    private final KeyStore store;

    private TestKey(KeyStore store) {
        this.store = store;
    }

    /**
     * An EC key.
     *
     * @param directory for files of its own
     * @param name of the subject
     * @param more of keytool's options, such as {@code -ext san=dns:localhost}
     */
    public static TestKey of(Path directory, String name, String... more) throws Exception {
        return made(directory, "EC", name, more);
    }

    /** @param algorithm as keytool names it */
    public static TestKey made(Path directory, String algorithm, String name, String... more) throws Exception {
        Path keys = Files.createTempDirectory(directory, "key").resolve("keys.p12");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        words.addAll(List.of("-genkeypair", "-alias", ALIAS, "-keyalg", algorithm, "-dname", "CN=" + name));
        words.addAll(List.of(more));
        words.addAll(List.of("-validity", "2", "-storetype", "PKCS12", "-storepass", "changeit"));
        words.addAll(List.of("-keystore", keys.toString()));
        Process keytool = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        return new TestKey(store);
    }

    public String certificatePem() throws Exception {
        return pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    }

    public String keyPem() throws Exception {
        Key key = store.getKey(ALIAS, PASSWORD);
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder().encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    /** For a server that shows the certificate. */
    public SSLContext context() throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
