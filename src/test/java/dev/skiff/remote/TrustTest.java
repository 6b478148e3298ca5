package dev.skiff.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.skiff.port.TestKey;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServerAccess;
import dev.skiff.port.service.ServiceException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with certificates of their own making. */
class TrustTest {
    @TempDir
    static Path directory;

    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        TestKey key = TestKey.of(directory, "localhost", "-ext", "san=dns:localhost");
        Files.writeString(directory.resolve("ca.pem"), key.certificatePem());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(key.context()));
        server.createContext("/", exchange -> {
            byte[] body = "{\"managedNamespace\":\"team\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static String ask(String host, boolean insecure, Path authorities) throws InterruptedException {
        URI url = URI.create("https://" + host + ":" + server.getAddress().getPort());
        try (RemoteService service = new RemoteService(
                new ServerAccess(url, "", null, insecure, authorities, List.of(), Duration.ofSeconds(20)))) {
            return service.managedNamespace(Caller.NOBODY);
        }
    }

    @Test
    void aStrangerIsRefusedAndTheWaysOutAreNamed() {
        assertThatThrownBy(() -> ask("localhost", false, null))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("cannot be trusted")
                .hasMessageContaining("--certificate-authority")
                .hasMessageContaining("-k");
    }

    @Test
    void anAuthorityOfTheUserIsTrustedForItsNames() throws InterruptedException {
        Path file = directory.resolve("ca.pem");
        assertThat(ask("localhost", false, file)).isEqualTo("team");
        assertThatThrownBy(() -> ask("127.0.0.1", false, file)).isInstanceOf(ServiceException.class);
    }

    @Test
    void anybodyIsTrustedWhenTheUserSaysSo() throws InterruptedException {
        assertThat(ask("127.0.0.1", true, null)).isEqualTo("team");
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws java.io.IOException {
        Path file = Files.writeString(directory.resolve("empty.pem"), "");
        assertThatThrownBy(() -> ask("localhost", false, file)).hasMessageContaining("cannot be read");
    }
}
