package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.TestKey;
import dev.skiff.port.Trust;
import dev.skiff.port.service.WebServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificate a server shows, while somebody renews it. */
class CertificateRenewalTest {
    @TempDir
    Path directory;

    private void write(String name) throws Exception {
        TestKey key = TestKey.of(directory, name, "-ext", "san=dns:localhost");
        Files.writeString(directory.resolve("tls.crt"), key.certificatePem());
        Files.writeString(directory.resolve("tls.key"), key.keyPem());
    }

    private static String shown(URI url) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) Trust.anybody().getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private static boolean speaks(URI url, String protocol) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) Trust.anybody().getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aNewCertificateIsShownWithoutANewStart() throws Exception {
        write("first");
        Vertx vertx = Vertx.vertx();
        try (WebServer.Opened server = new ApiServer(
                vertx,
                new MemoryService(),
                new WebServer.Settings(
                        "127.0.0.1",
                        0,
                        "token",
                        new WebServer.Certificate(directory.resolve("tls.crt"), directory.resolve("tls.key")),
                        List.of(),
                        1024),
                ApiServers.endpoints(InstantSource.system(), ""),
                Duration.ofMillis(50))) {
            URI url = URI.create(server.url());
            assertThat(shown(url)).isEqualTo("CN=first");
            assertThat(speaks(url, "TLSv1.2")).isTrue();
            assertThat(speaks(url, "TLSv1.1")).isFalse();

            Files.writeString(directory.resolve("tls.crt"), "half written");
            Thread.sleep(300);
            assertThat(shown(url)).isEqualTo("CN=first");

            String key = Files.readString(directory.resolve("tls.key"));
            write("second");
            String renewed = Files.readString(directory.resolve("tls.key"));
            Files.writeString(directory.resolve("tls.key"), key);
            Thread.sleep(300);
            assertThat(shown(url)).as("a key that is another's").isIn("CN=first", "CN=second");
            Files.writeString(directory.resolve("tls.key"), renewed);
            String now = "";
            for (int i = 0; i < 200 && !now.equals("CN=second"); i++) {
                Thread.sleep(50);
                now = shown(url);
            }
            assertThat(now).isEqualTo("CN=second");
            assertThat(speaks(url, "TLSv1.1")).isFalse();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
