package dev.skiff.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate nobody trusts, and which is for another name. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        Path keys = directory.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=other.example",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var socket = context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server = TestServer.on(socket, (request, out) -> out.write(TestServer.answer("200 OK", "secret")));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static String url() {
        return "https://127.0.0.1:" + server.port() + "/";
    }

    @Test
    void aCertificateThatNobodyTrustsFailsAndTheWayOutIsNamed() {
        assertThat(HttpTasks.to(url()).message())
                .startsWith("Get \"" + url() + "\": tls: failed to verify certificate: ")
                .contains("insecureSkipVerify");
    }

    @Test
    void insecureSkipVerifyTakesAnyCertificateForAnyName() {
        assertThat(HttpTasks.to(url()).insecureSkipVerify().result()).isEqualTo("secret");
    }

    @Test
    void aPlainServerSpeaksNoTls() throws IOException {
        try (var plain = TestServer.saying("200 OK", "")) {
            assertThat(HttpTasks.to("https://127.0.0.1:" + plain.port() + "/")
                            .timeoutSeconds(10)
                            .message())
                    .startsWith("Get \"https://127.0.0.1:" + plain.port() + "/\": ");
        }
    }
}
