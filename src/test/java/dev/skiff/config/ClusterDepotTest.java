package dev.skiff.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpServer;
import dev.skiff.kubernetes.service.Depot;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Workflow;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterDepotTest {
    private static final String SECRETS =
            "\"accessKeySecret\": {\"name\": \"keys\", \"key\": \"id\"}, \"secretKeySecret\": {\"name\": \"keys\", \"key\": \"secret\"}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final ClusterDepot depot = new ClusterDepot(Optional::empty, false);
    private HttpServer server;

    private final Depot.Readable readable = new Depot.Readable() {
        @Override
        public Optional<String> secret(String name, String key) {
            read.add("secret " + name + " " + key);
            return name.equals("keys") ? Optional.of("value of " + key) : Optional.empty();
        }

        @Override
        public Optional<ConfigMap> configMap(String name) {
            read.add("configmap " + name);
            return Optional.of(new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .addToData(
                            "mine", "s3: {bucket: kept, endpoint: '" + host() + "', insecure: true, " + SECRETS + "}")
                    .build());
        }
    };

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("/.*", ""));
            byte[] bytes = "content".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static Workflow workflow(String spec) throws JsonProcessingException {
        return ModelMapper.lenient()
                .readValue(
                        "{\"apiVersion\": \"argoproj.io/v1alpha1\", \"kind\": \"Workflow\", \"metadata\":"
                                + " {\"name\": \"w\", \"namespace\": \"argo\"}, \"spec\": {" + spec + "}}",
                        Workflow.class);
    }

    private static Depot.Wanted wanted(String spec, @Nullable ArtifactRepository repository, String place)
            throws JsonProcessingException {
        Artifact artifact = ModelMapper.lenient().readValue("{\"name\": \"result\", " + place + "}", Artifact.class);
        return new Depot.Wanted(workflow(spec), null, repository, artifact);
    }

    private static String text(Download download) throws IOException {
        try (download) {
            return new String(download.content().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String whole(String endpoint) {
        return "\"s3\": {\"endpoint\": \"" + endpoint + "\", \"bucket\": \"kept\", \"key\": \"out/result.json\","
                + " \"insecure\": true, " + SECRETS + "}";
    }

    @Test
    void anObjectIsReadWithTheKeysThatTheCallerReads() throws Exception {
        Download download = depot.fetch(wanted("", null, whole(host())), readable);

        assertThat(download.fileName()).isEqualTo("result.json");
        assertThat(download.contentType()).isEqualTo("application/json");
        assertThat(download.length()).isEqualTo(7);
        assertThat(text(download)).isEqualTo("content");
        assertThat(asked).containsExactly("GET /kept/out/result.json AWS4-HMAC-SHA256 Credential=value of id");
        assertThat(read).containsExactly("secret keys id", "secret keys secret");
    }

    @Test
    void aKeyAloneLiesInTheRepositoryOfTheRun() throws Exception {
        String key = "\"s3\": {\"key\": \"a/b.tgz\"}";
        String reference = "\"artifactRepositoryRef\": {\"configMap\": \"stores\", \"key\": \"mine\"}";
        assertThat(text(depot.fetch(wanted(reference, null, key), readable))).isEqualTo("content");
        assertThat(read).contains("configmap stores");

        read.clear();
        ArtifactRepository known = ModelMapper.lenient()
                .readValue(
                        "{" + whole(host()).replace("\"key\": \"out/result.json\",", "") + "}",
                        ArtifactRepository.class);
        assertThat(text(depot.fetch(wanted(reference, known, key), readable))).isEqualTo("content");
        assertThat(read).noneMatch(r -> r.startsWith("configmap"));
        assertThat(asked).allMatch(a -> a.startsWith("GET /kept/a/b.tgz "));
    }

    @Test
    void theLocationOfTheTemplateComesFirst() throws Exception {
        ArtifactLocation location = ModelMapper.lenient().readValue("{" + whole(host()) + "}", ArtifactLocation.class);
        Artifact artifact =
                ModelMapper.lenient().readValue("{\"name\": \"a\", \"s3\": {\"key\": \"x\"}}", Artifact.class);

        assertThat(text(depot.fetch(new Depot.Wanted(workflow(""), location, null, artifact), readable)))
                .isEqualTo("content");
        assertThat(asked).allMatch(a -> a.startsWith("GET /kept/x "));
    }

    @Test
    void whatIsWrittenDownIsGivenAsItIs() throws Exception {
        assertThat(text(depot.fetch(wanted("", null, "\"raw\": {\"data\": \"as it is\"}"), readable)))
                .isEqualTo("as it is");
        assertThat(read).isEmpty();
    }

    private Why refused(String place) throws JsonProcessingException {
        Depot.Wanted wanted = wanted("", null, place);
        return catchThrowableOfType(ServiceException.class, () -> depot.fetch(wanted, readable))
                .why();
    }

    @Test
    void nothingIsReadInTheNameOfTheServer() throws Exception {
        String withoutKeys = whole(host()).replace(", " + SECRETS, "");
        assertThat(refused(withoutKeys)).isEqualTo(Why.NOT_IMPLEMENTED);
        assertThat(refused("\"http\": {\"url\": \"http://" + host() + "/x\"}")).isEqualTo(Why.NOT_IMPLEMENTED);
        assertThat(refused(whole("169.254.169.254"))).isEqualTo(Why.FORBIDDEN);
        assertThat(refused(whole("169.254.169.254:80"))).isEqualTo(Why.FORBIDDEN);
        ClusterDepot inside = new ClusterDepot(Optional::empty, true);
        Depot.Wanted own = wanted("", null, whole(host()));
        assertThat(catchThrowableOfType(ServiceException.class, () -> inside.fetch(own, readable))
                        .why())
                .isEqualTo(Why.FORBIDDEN);
        assertThat(asked).isEmpty();
    }

    @Test
    void aSecretThatIsNotThereIsNamed() throws Exception {
        Depot.Wanted wanted = wanted("", null, whole(host()).replace("keys", "others"));

        assertThatThrownBy(() -> depot.fetch(wanted, readable))
                .isInstanceOf(ArtifactException.class)
                .hasMessage("there is no key 'id' of a Secret 'others'");
    }
}
