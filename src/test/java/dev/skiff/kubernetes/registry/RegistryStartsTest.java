package dev.skiff.kubernetes.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.kubernetes.pods.ImageStarts.UnknownImageException;
import dev.skiff.kubernetes.pods.PodSettings.Entrypoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry is asked, and what becomes of its answers, by a registry on this machine. */
class RegistryStartsTest {
    private static final String CONFIG = """
            {"architecture": "amd64", "config": {"Entrypoint": ["/start", "-v"], "Cmd": ["one", "two"]}}
            """;
    private static final Entrypoint STARTS = new Entrypoint(List.of("/start", "-v"), List.of("one", "two"));

    private final AtomicLong clock = new AtomicLong();
    private final RegistryStarts starts = RegistryStarts.of(Set.of(), Duration.ofSeconds(5), clock::get);
    private FakeRegistry registry;

    @BeforeEach
    void open() throws IOException {
        registry = new FakeRegistry();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Entrypoint look(String image) {
        try {
            return starts.of(image).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownImageException unknown) {
                throw unknown;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer for " + image, e);
        }
    }

    private void isUnknown(String image, String... why) {
        assertThatThrownBy(() -> look(image))
                .isInstanceOf(UnknownImageException.class)
                .message()
                .contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "alpine, registry-1.docker.io, library/alpine, latest",
        "alpine:3.23, registry-1.docker.io, library/alpine, 3.23",
        "team/app, registry-1.docker.io, team/app, latest",
        "docker.io/app:1, registry-1.docker.io, library/app, 1",
        "index.docker.io/team/app, registry-1.docker.io, team/app, latest",
        "localhost/app, localhost, app, latest",
        "localhost:5000/a/b/c:v1, localhost:5000, a/b/c, v1",
        "images.example.org/app, images.example.org, app, latest",
        "[::1]:5000/app, [::1]:5000, app, latest",
        "images.example.org:443/app:1@sha256:0123456789abcdef0123456789abcdef,"
                + " images.example.org:443, app, sha256:0123456789abcdef0123456789abcdef",
    })
    void aNameIsTakenApartAsEnginesDoIt(String written, String host, String repository, String version) {
        assertThat(ImageReference.of(written)).isEqualTo(new ImageReference(host, repository, version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "App",
                "a//b",
                "../a",
                "a:b c",
                "a@sha256:12",
                "user@host.example/a",
                "host.example/a?x=y",
                "host.example:x/a",
                "host.example/a/%2e%2e/b",
                "a:..%2f"
            })
    void whatIsNoNameIsRefused(String written) {
        assertThatThrownBy(() -> ImageReference.of(written)).hasMessage("'" + written + "' is no name of an image");
    }

    @Test
    void anImageIsReadOnceAndRememberedForAWhile() {
        registry.image("team/app", "1", CONFIG);
        String image = registry.host() + "/team/app:1";

        assertThat(look(image)).isEqualTo(STARTS);
        assertThat(look(image)).isEqualTo(STARTS);
        assertThat(registry.asked).hasSize(2);

        clock.addAndGet(Duration.ofMinutes(11).toNanos());
        look(image);
        assertThat(registry.asked).as("a tag may have moved").hasSize(4);
    }

    @Test
    void anImageByDigestIsTheSameForEver() {
        String manifest = FakeRegistry.manifest(registry.blob("app", CONFIG));
        String digest = FakeRegistry.digest(manifest);
        registry.has("/v2/app/manifests/" + digest, manifest);

        assertThat(look(registry.host() + "/app@" + digest)).isEqualTo(STARTS);
        clock.addAndGet(Duration.ofDays(2).toNanos());
        look(registry.host() + "/app@" + digest);

        assertThat(registry.asked).hasSize(2);
    }

    @Test
    void manyWhoAskAtOnceAskOnce() {
        registry.image("app", "1", CONFIG);
        List<CompletableFuture<Entrypoint>> answers = IntStream.range(0, 50)
                .mapToObj(_ -> starts.of(registry.host() + "/app:1"))
                .toList();

        assertThat(answers)
                .allSatisfy(a -> assertThat(a.get(20, TimeUnit.SECONDS)).isEqualTo(STARTS));
        assertThat(registry.asked).hasSize(2);
    }

    @Test
    void aTokenForThisRepositoryIsFetchedWithoutCredentials() {
        registry.wantsTokens().image("team/app", "1", CONFIG);

        assertThat(look(registry.host() + "/team/app:1")).isEqualTo(STARTS);
        assertThat(registry.asked)
                .element(1)
                .isEqualTo("/token?a=b&service=the+registry&scope=repository%3Ateam%2Fapp%3Apull -");
        assertThat(registry.asked.getLast()).endsWith(" Bearer a-token");
        assertThat(registry.asked).hasSize(4);
    }

    @Test
    void ofAnIndexItIsTheOneForTheNodes() {
        String mine = FakeRegistry.manifest(registry.blob("app", CONFIG));
        String other = FakeRegistry.manifest(registry.blob("app", "{\"config\":{\"Cmd\":[\"other\"]}}"));
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        registry.has("/v2/app/manifests/" + FakeRegistry.digest(mine), mine)
                .has("/v2/app/manifests/" + FakeRegistry.digest(other), other)
                .has("/v2/app/manifests/latest", """
                        {"manifests": [
                          {"digest": "%s", "platform": {"os": "windows", "architecture": "%s"}},
                          {"digest": "%s", "platform": {"os": "linux", "architecture": "s390x"}},
                          {"digest": "%s", "platform": {"os": "linux", "architecture": "%s"}}]}
                        """.formatted(
                                FakeRegistry.digest(other),
                                architecture,
                                FakeRegistry.digest(other),
                                FakeRegistry.digest(mine),
                                architecture));

        assertThat(look(registry.host() + "/app")).isEqualTo(STARTS);
    }

    @Test
    void anIndexForOtherMachinesOnlyIsSaidToBe() {
        registry.has("/v2/app/manifests/latest", "{\"manifests\": [{\"digest\": \"sha256:00\"}]}");

        isUnknown(registry.host() + "/app", "for other platforms than linux/");
    }

    @Test
    void aContentElsewhereIsFetchedWithoutTheToken() {
        registry.wantsTokens().image("app", "1", CONFIG);
        String blob = "/v2/app/blobs/" + FakeRegistry.digest(CONFIG);
        registry.has("/elsewhere", CONFIG).redirects(blob, "http://" + registry.otherHost() + "/elsewhere");

        assertThat(look(registry.host() + "/app:1")).isEqualTo(STARTS);
        assertThat(registry.asked).contains(blob + " Bearer a-token").contains("/elsewhere -");
    }

    @Test
    void aRedirectOfTheSameHostKeepsTheToken() {
        registry.wantsTokens().image("app", "1", CONFIG);
        String blob = "/v2/app/blobs/" + FakeRegistry.digest(CONFIG);
        registry.has("/v2/moved", CONFIG).redirects(blob, "/v2/moved");

        assertThat(look(registry.host() + "/app:1")).isEqualTo(STARTS);
    }

    @Test
    void redirectsInACircleEnd() {
        registry.redirects("/v2/app/manifests/1", "/v2/app/manifests/1");

        isUnknown(registry.host() + "/app:1", "redirects again and again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "http://", "://", "ftp://127.0.0.1/x"})
    void aRedirectToWhatIsNotOfTheWebIsNotFollowed(String location) {
        registry.redirects("/v2/app/manifests/1", location);

        assertThatThrownBy(() -> look(registry.host() + "/app:1")).isInstanceOf(UnknownImageException.class);
    }

    @Test
    void fromAnEncryptedRegistryNothingLeadsToOneThatIsNot() {
        var from = URI.create("https://images.example.org/v2/");

        assertThatThrownBy(() -> RegistryHttp.checked(from, URI.create("http://127.0.0.1/secrets")))
                .hasMessage("images.example.org refers to an address that is not encrypted, or none");
        assertThat(new RegistryHttp(Set.of("open.example:5000"), Duration.ofSeconds(1)))
                .satisfies(
                        h -> assertThat(h.base("images.example.org")).hasToString("https://images.example.org"),
                        h -> assertThat(h.base("127.0.0.1.example.org")).hasScheme("https"),
                        h -> assertThat(h.base("open.example:5000")).hasScheme("http"),
                        h -> assertThat(h.base("localhost:5000")).hasScheme("http"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void anImageThatNeedsCredentialsIsSaidToNeedThem(int status) {
        registry.answers("/v2/app/manifests/1", status, "{\"secret\":\"words\"}");

        isUnknown(
                registry.host() + "/app:1",
                "has no such image for somebody without credentials, and pull secrets are not read (status " + status);
    }

    @Test
    void aRegistryThatGivesNoTokenIsSaidToGiveNone() {
        registry.wantsTokens().answers("/token?a=b&service=the+registry&scope=repository%3Aapp%3Apull", 401, "{}");

        isUnknown(registry.host() + "/app:1", "without credentials", "(status 401)");
    }

    @ParameterizedTest
    @CsvSource({"429, was asked too often", "500, answered with status 500", "200, gave what is no JSON"})
    void otherAnswersAreToldByTheirStatus(int status, String words) {
        registry.answers("/v2/app/manifests/1", status, "<html>");

        isUnknown(registry.host() + "/app:1", words);
    }

    @Test
    void aFailureIsNotAskedForAgainAtOnce() {
        String image = registry.host() + "/app:1";
        isUnknown(image, "status 404");
        registry.image("app", "1", CONFIG);
        isUnknown(image, "status 404");

        clock.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(look(image)).isEqualTo(STARTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{}",
                "{\"config\": 1}",
                "{\"config\": {\"digest\": {\"a\": 1}}}",
                "{\"config\": {\"digest\": \"no digest\"}}",
                "{\"config\": {\"digest\": \"../../../token\"}}",
                "{\"config\": {\"digest\": \"sha256:00\", \"size\": 99999999999}}",
                "{\"manifests\": [{\"digest\": 1, \"platform\": {\"os\": \"linux\", \"architecture\": \"amd64\"}}]}",
                "{\"schemaVersion\": 1, \"fsLayers\": []}"
            })
    void aManifestThatIsNoneIsRefused(String manifest) {
        registry.has("/v2/app/manifests/1", manifest);

        assertThatThrownBy(() -> look(registry.host() + "/app:1")).isInstanceOf(UnknownImageException.class);
        assertThat(registry.asked).noneMatch(a -> a.startsWith("/token"));
    }

    @Test
    void aContentThatIsNotWhatItsDigestSaysIsRefused() {
        registry.image("app", "1", CONFIG).has("/v2/app/blobs/" + FakeRegistry.digest(CONFIG), "{\"config\":{}}");

        isUnknown(registry.host() + "/app:1", "gave something else than it was asked for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a string\"", "{}", "[\"\\u0000\"]"})
    void aCommandThatIsNoneIsRefused(String command) {
        registry.image("app", "1", "{\"config\":{\"Entrypoint\":" + command + "}}");

        isUnknown(registry.host() + "/app:1", "a command that cannot be one");
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() {
        registry.has("/v2/app/manifests/1", "{\"a\":\"" + "x".repeat(5 << 20) + "\"}");

        isUnknown(registry.host() + "/app:1", "its answer has more than 4194304 bytes");
    }

    @Test
    void aRegistryThatIsNotThereIsSaidNotToBe() throws IOException {
        String nobody;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "127.0.0.1:" + free.getLocalPort();
        }
        isUnknown(nobody + "/app:1", nobody + " cannot be reached: connection refused");
    }

    /** It begins well, and then one byte comes each tenth of a second. */
    @Test
    void anAnswerThatTricklesIsGivenUpAndNobodyWaitsForIt() throws Exception {
        var connections = new AtomicInteger();
        var gone = new CountDownLatch(1);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> trickle(server, connections, gone));
            var impatient = RegistryStarts.of(Set.of(), Duration.ofSeconds(1), System::nanoTime);
            var answer = impatient.of("127.0.0.1:" + server.getLocalPort() + "/app:1");

            assertThat(answer).as("asking does not block").isNotDone();
            assertThat(answer.handle((_, e) -> e).get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("no whole answer in 1 s");
            assertThat(gone.await(10, TimeUnit.SECONDS))
                    .as("the connection is closed")
                    .isTrue();
            assertThat(connections).hasValue(1);
        }
    }

    private static void trickle(ServerSocket server, AtomicInteger connections, CountDownLatch gone) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            connections.incrementAndGet();
            in.read(new byte[100]);
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(' ');
                out.flush();
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException e) {
            gone.countDown();
        }
    }
}
