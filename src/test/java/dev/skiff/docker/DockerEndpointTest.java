package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEndpointTest {

    @TempDir
    Path home;

    private Path place;
    private FakeEngine engine;

    @BeforeEach
    void open() throws IOException {
        place = Files.createTempDirectory("sk");
        engine = new FakeEngine(place);
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        Files.deleteIfExists(place);
    }

    private String host() {
        return engine.endpoint().text();
    }

    private static DockerEndpoint found(DockerEndpoint.Search search) {
        return switch (search) {
            case DockerEndpoint.Found found -> found.endpoint();
            case DockerEndpoint.NotFound why -> throw new AssertionError(why.message());
        };
    }

    private static String why(DockerEndpoint.Search search) {
        return switch (search) {
            case DockerEndpoint.Found found -> throw new AssertionError(found.toString());
            case DockerEndpoint.NotFound why -> why.message();
        };
    }

    @Test
    void theEngineThatDockerHostNamesIsUsedInAVersionThatItSpeaks() {
        DockerEndpoint endpoint = found(DockerEndpoint.find(Map.of("DOCKER_HOST", host()), home));

        assertThat(endpoint.text()).isEqualTo(host());
        assertThat(endpoint.apiVersion()).isEqualTo("1.41");
        assertThat(endpoint.engine()).isEqualTo("Docker 1");
    }

    @Test
    void aNewerEngineIsSpokenToInTheNewestVersionThatWeKnow() {
        engine.when("GET /version", x -> x.json(200, "{\"ApiVersion\":\"1.52\",\"MinAPIVersion\":\"1.24\"}"));

        assertThat(found(DockerEndpoint.find(Map.of("DOCKER_HOST", host()), home))
                        .apiVersion())
                .isEqualTo("1.44");
    }

    @Test
    void anEngineThatHasForgottenOurVersionIsSpokenToInItsOldest() {
        engine.when("GET /version", x -> x.json(200, "{\"ApiVersion\":\"1.60\",\"MinAPIVersion\":\"1.50\"}"));

        assertThat(found(DockerEndpoint.find(Map.of("DOCKER_HOST", host()), home))
                        .apiVersion())
                .isEqualTo("1.50");
    }

    @Test
    void theCurrentContextIsAskedFirst() throws IOException {
        // the directory is the SHA-256 of the context's name, as the docker command writes it
        Path meta = home.resolve(".docker/contexts/meta/3fd30542fe3f61b14bd4a4b2dc0b6fb30fa6f63e"
                + "bce52dd1778aaa8c4dc02cff/meta.json");
        Files.createDirectories(meta.getParent());
        Files.writeString(meta, "{\"Name\":\"mine\",\"Endpoints\":{\"docker\":{\"Host\":\"" + host() + "\"}}}");
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"mine\"}");

        assertThat(found(DockerEndpoint.find(Map.of(), home)).text()).isEqualTo(host());
    }

    @Test
    void podmansSocketOfTheUserIsOneOfTheUsualPlaces() {
        var candidates = EngineCandidates.of(Map.of("XDG_RUNTIME_DIR", "/run/user/1000"), Path.of("/home/ann"));

        assertThat(candidates)
                .extracting(EngineCandidates.Candidate::host)
                .startsWith("unix:///var/run/docker.sock")
                .contains(
                        "unix:///run/user/1000/podman/podman.sock",
                        "unix:///run/podman/podman.sock",
                        "unix:///home/ann/.docker/run/docker.sock",
                        "unix:///home/ann/.colima/default/docker.sock");
    }

    @Test
    void dockerHostIsTheOnlyCandidateWhenItIsSet() {
        assertThat(EngineCandidates.of(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375"), home))
                .extracting(EngineCandidates.Candidate::shown)
                .containsExactly("tcp://10.0.0.1:2375 (DOCKER_HOST)");
    }

    @Test
    void aSocketThatIsNotThereIsNamedAndWhatToDoIsSaid() {
        String message = why(DockerEndpoint.find(Map.of("DOCKER_HOST", "unix:///no/such.sock"), home));

        assertThat(message)
                .contains("unix:///no/such.sock (DOCKER_HOST): no such file")
                .contains("systemctl start docker", "--on host");
    }

    @Test
    void aSocketThatNobodyListensOnIsToldFromOneThatIsNotThere() throws IOException {
        engine.die();
        Path socket = Path.of(host().substring("unix://".length()));
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }

        assertThat(why(DockerEndpoint.find(Map.of("DOCKER_HOST", host()), home)))
                .contains("connection refused: the socket is there, but no engine is running");
        Files.delete(socket);
    }

    @Test
    void sshIsRefusedWithAWayOut() {
        assertThat(why(DockerEndpoint.find(Map.of("DOCKER_HOST", "ssh://me@host"), home)))
                .contains("ssh are not supported", "ssh -NL");
    }

    @Test
    void tlsIsRefused() {
        assertThat(why(DockerEndpoint.find(
                        Map.of("DOCKER_HOST", "tcp://10.0.0.1:2376", "DOCKER_TLS_VERIFY", "1"), home)))
                .contains("TLS to the engine (DOCKER_TLS_VERIFY) is not supported");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThat(why(DockerEndpoint.find(Map.of("DOCKER_HOST", "docker.sock"), home)))
                .contains("docker.sock (DOCKER_HOST): not an address of an engine");
    }

    @Test
    void somethingElseThatAnswersIsNoEngine() {
        engine.when("GET /version", x -> x.json(200, "{\"hello\":1}"));

        assertThat(why(DockerEndpoint.find(Map.of("DOCKER_HOST", host()), home)))
                .contains("something answers, but it is not a container engine");
    }
}
