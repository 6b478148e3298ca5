package dev.skiff.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.port.TestKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate nobody trusts, and which is for another name. */
class TlsTest {
    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        var socket = TestKey.of(directory, "other.example")
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
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
