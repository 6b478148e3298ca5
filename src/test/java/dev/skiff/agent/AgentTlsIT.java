package dev.skiff.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentPlan.Reporting;
import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.S3Artifact;
import dev.skiff.port.TestKey;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The native agent, which has only some of Java's algorithms, at servers of each kind of TLS, whose authority only the artifact names. */
class AgentTlsIT {
    private static final Path AGENT = Path.of("target/skiff-agent").toAbsolutePath();

    @TempDir
    Path directory;

    private HttpsServer server;

    @BeforeAll
    static void anAgentHasBeenBuilt() {
        assumeTrue(Files.isExecutable(AGENT), "needs " + AGENT + ": make agent");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, EC,      secp256r1, TLS_AES_128_GCM_SHA256",
        "TLSv1.3, EC,      secp384r1, TLS_AES_256_GCM_SHA384",
        "TLSv1.3, RSA,     3072,      TLS_CHACHA20_POLY1305_SHA256",
        "TLSv1.3, Ed25519, '',        TLS_AES_128_GCM_SHA256",
        "TLSv1.2, EC,      secp256r1, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, RSA,     2048,      TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLSv1.2, RSA,     2048,      TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    })
    void artifactsComeAndGoOverTls(String version, String algorithm, String size, String suite) throws Exception {
        serve(version, algorithm, size, suite);

        Ended ended = run("cat in && cp in out", directory.resolve("ca.pem"));

        assertThat(ended.text()).isEqualTo("over " + version + " by " + suite);
        assertThat(ended.code()).isZero();
        assertThat(got).containsExactly("over " + version + " by " + suite);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, EC, secp256r1, TLS_AES_128_GCM_SHA256"})
    void aServerOfAnotherAuthorityIsRefused(String version, String algorithm, String size, String suite)
            throws Exception {
        serve(version, algorithm, size, suite);
        Path other = Files.createDirectory(directory.resolve("other"));
        key(other, algorithm, size);

        Ended ended = run("cat in", other.resolve("ca.pem"));

        assertThat(ended.code()).isNotZero();
        assertThat(ended.text()).contains("name its CA by caSecret");
        assertThat(got).isEmpty();
    }

    private final List<String> got = new ArrayList<>();

    private record Ended(int code, String text) {}

    private Ended run(String command, Path authority) throws Exception {
        String[] keys = {"access", "s3cr3t-of-the-store", Files.readString(authority)};
        S3Artifact place = new S3Artifact(
                new SecretKeySelector("access", "store", false),
                null,
                "lake",
                new SecretKeySelector("ca", "store", false),
                null,
                null,
                "localhost:" + server.getAddress().getPort(),
                false,
                "in",
                "eu-central-1",
                null,
                new SecretKeySelector("secret", "store", false),
                null,
                null);
        Artifact in = artifact("in", place).build();
        Artifact out = artifact("out", place.withKey("out")).optional(true).build();
        AgentPlan plan = AgentPlan.of("main", new Reporting(directory + "/message", 3500, "", "", 30))
                .withArtifacts(List.of(in), List.of(out), null);
        ProcessBuilder builder = new ProcessBuilder(AGENT.toString(), "--", "sh", "-c", command);
        builder.directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put(AgentPlan.VARIABLE, plan.encode());
        plan.variables()
                .forEach((variable, secret) -> builder.environment()
                        .put(
                                variable,
                                switch (secret.getKey()) {
                                    case "access" -> keys[0];
                                    case "secret" -> keys[1];
                                    default -> keys[2];
                                }));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), text);
    }

    private dev.skiff.model.ArtifactBuilder artifact(String name, S3Artifact place) {
        return Artifact.builder()
                .name(name)
                .path(directory.resolve(name).toString())
                .archive(new ArchiveStrategy(new NoneStrategy(), null, null))
                .s3(place);
    }

    private void serve(String version, String algorithm, String size, String suite) throws Exception {
        SSLContext context = key(directory, algorithm, size).context();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters narrow = context.getDefaultSSLParameters();
                narrow.setProtocols(new String[] {version});
                narrow.setCipherSuites(new String[] {suite});
                parameters.setSSLParameters(narrow);
            }
        });
        String payload = "over " + version + " by " + suite;
        server.createContext("/lake/in", exchange -> answer(exchange, payload));
        server.createContext("/lake/out", exchange -> {
            got.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, "");
        });
        server.start();
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Its certificate is in {@code ca.pem} of the directory. */
    private static TestKey key(Path directory, String algorithm, String size) throws Exception {
        List<String> more = new ArrayList<>(List.of("-ext", "san=dns:localhost"));
        if (!size.isEmpty()) {
            more.addAll(List.of(algorithm.equals("EC") ? "-groupname" : "-keysize", size));
        }
        TestKey key = TestKey.made(directory, algorithm, "localhost", more.toArray(String[]::new));
        Files.writeString(directory.resolve("ca.pem"), key.certificatePem());
        return key;
    }
}
