package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.archive.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows that are run, archived, deleted, and still to be had: a controller on a real cluster, a real database. */
class ArchiveOnClusterIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LABEL = "workflows.argoproj.io/workflow-archiving-status";

    @TempDir
    static Path directory;

    private static ServedNamespace cluster;
    private static PostgresServer database;
    private static String url;
    private static String writer;
    private static String reader;
    private static String stranger;

    @BeforeAll
    static void serve() throws Exception {
        ClusterOfTests.assumed();
        Assumptions.assumeTrue(
                PostgresServer.programs().isPresent(), "needs PostgreSQL: install Debian's package postgresql");
        database = PostgresServer.start();
        cluster = ServedNamespace.of("skiff-archive-it", directory);
        Path secret = Files.createDirectories(directory.resolve("secrets/argo-postgres-config"));
        Files.writeString(secret.resolve("username"), PostgresServer.USER);
        Files.writeString(secret.resolve("password"), PostgresServer.PASSWORD + "\n");
        cluster.with("SKIFF_PERSISTENCE_SECRETS", secret.getParent().toString());
        cluster.create("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: workflow-controller-configmap}
            data:
              persistence: |
                archive: true
                archiveLabelSelector: {matchExpressions: [{key: forgotten, operator: DoesNotExist}]}
                postgresql:
                  host: %s
                  port: %d
                  database: postgres
                  tableName: argo_workflows
                  userNameSecret: {name: argo-postgres-config, key: username}
                  passwordSecret: {name: argo-postgres-config, key: password}
            """.formatted(database.address(), database.port()));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        cluster.serve("--no-leader-elect", "--port", Integer.toString(port));
        url = "http://127.0.0.1:" + port;
        writer = account("writer", "*");
        reader = account("reader", "get,list");
        cluster.kubectl("create", "serviceaccount", "stranger");
        stranger = cluster.kubectl("create", "token", "stranger").strip();
    }

    private static String account(String name, String verbs) {
        cluster.kubectl("create", "serviceaccount", name);
        cluster.kubectl("create", "role", name, "--verb=" + verbs, "--resource=workflows.argoproj.io");
        cluster.kubectl("create", "role", name + "-pods", "--verb=*", "--resource=pods");
        for (String role : List.of(name, name + "-pods")) {
            cluster.kubectl(
                    "create", "rolebinding", role, "--role=" + role, "--serviceaccount=" + cluster.name() + ":" + name);
        }
        return cluster.kubectl("create", "token", name).strip();
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private static String workflow(String name, String labels, String command, int secondsToLive) {
        return cluster.create("""
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: %s, labels: {%s}}
            spec:
              entrypoint: main
              ttlStrategy: {secondsAfterCompletion: %d}
              templates:
                - name: main
                  steps: [[{name: first, template: first}], [{name: second, template: second}]]
                - {name: first, container: {image: busybox, imagePullPolicy: IfNotPresent, command: ["true"]}}
                - {name: second, container: {image: busybox, imagePullPolicy: IfNotPresent, command: %s}}
            """.formatted(name, labels, secondsToLive, command));
    }

    private static boolean isThere(String name) {
        return !cluster.kubectl("get", "workflow", name, "--ignore-not-found", "-o", "name")
                .isBlank();
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant last = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(last)) {
                throw new AssertionError(
                        "waited for: " + what + "\n" + cluster.controller().printed());
            }
            ServedNamespace.pause(500);
        }
    }

    private record Reply(int status, JsonNode body) {}

    private static Reply ask(String token, String method, String path, String body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(url + path))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Reply(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply get(String token, String path) {
        return ask(token, "GET", path, "");
    }

    private static String archived() {
        return "/api/v1/archived-workflows?namespace=" + cluster.name();
    }

    private static List<String> names(Reply reply) {
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        reply.body().path("items").forEach(i -> names.add(i.at("/metadata/name").asText()));
        return names;
    }

    private static SkiffCommand.Outcome skiff(String... arguments) {
        List<String> whole = new ArrayList<>(List.of(arguments));
        whole.addAll(List.of("--server", url, "--token", writer, "-n", cluster.name()));
        return SkiffCommand.in(directory).run(whole.toArray(String[]::new));
    }

    // GC-04
    @Test
    void aRunIsArchivedThenDeletedAndStillToBeHad() {
        workflow("gone", "team: a", "[\"true\"]", 1);
        await("gone is deleted", () -> !isThere("gone"));

        Reply list = get(reader, archived() + "&listOptions.labelSelector=team%3Da");
        assertThat(names(list)).containsExactly("gone");
        String uid = list.body().at("/items/0/metadata/uid").asText();
        Reply whole = get(reader, "/api/v1/archived-workflows/" + uid);
        assertThat(whole.body().at("/status/phase").asText()).isEqualTo("Succeeded");
        assertThat(whole.body().at("/status/nodes")).hasSize(5);
        assertThat(whole.body().at("/metadata/labels").path(LABEL).asText()).isEqualTo("Persisted");
        assertThat(get(reader, "/api/v1/workflows/" + cluster.name() + "/gone")
                        .body()
                        .at("/metadata/uid")
                        .asText())
                .isEqualTo(uid);
        assertThat(names(get(reader, "/api/v1/workflows/" + cluster.name()))).contains("gone");
        assertThat(get(
                                reader,
                                "/api/v1/archived-workflows-label-values?listOptions.labelSelector=team&namespace="
                                        + cluster.name())
                        .body()
                        .path("items")
                        .toString())
                .contains("\"a\"");

        assertThat(skiff("archive", "list", "-o", "name").out()).contains("gone");
        SkiffCommand.Outcome again = skiff("archive", "resubmit", uid, "--wait", "-o", "name");
        assertThat(again.exitCode()).as(again.toString()).isZero();
        await(
                "that is archived, too",
                () -> names(get(reader, archived() + "&namePrefix=gone-")).size() == 1);

        // rights
        assertThat(get(stranger, archived()).status()).isEqualTo(403);
        assertThat(get(reader, "/api/v1/archived-workflows?namespace=default").status())
                .isEqualTo(403);
        assertThat(get("no-token", archived()).status()).isEqualTo(401);
        assertThat(get(stranger, "/api/v1/archived-workflows/" + uid).status()).isEqualTo(403);
        assertThat(ask(reader, "DELETE", "/api/v1/archived-workflows/" + uid, "")
                        .status())
                .isEqualTo(403);
        assertThat(ask(writer, "DELETE", "/api/v1/archived-workflows/" + uid, "")
                        .status())
                .isEqualTo(200);
        assertThat(get(reader, "/api/v1/workflows/" + cluster.name() + "/gone").status())
                .isEqualTo(404);
    }

    @Test
    void whatIsNotChosenIsNotArchived() {
        workflow("forgotten", "forgotten: \"yes\"", "[\"true\"]", 1);
        await("forgotten is deleted", () -> !isThere("forgotten"));
        assertThat(names(get(reader, archived()))).doesNotContain("forgotten");
    }

    // RETRYWF-01
    @Test
    void aFailedRunIsRetriedFromTheArchive() {
        workflow("bad", "team: b", "[sh, -c, \"exit 3\"]", 1);
        await("bad is deleted", () -> !isThere("bad"));
        Reply list = get(reader, archived() + "&listOptions.fieldSelector=metadata.name%3Dbad");
        assertThat(names(list)).containsExactly("bad");
        String uid = list.body().at("/items/0/metadata/uid").asText();

        Reply retried = ask(
                writer,
                "PUT",
                "/api/v1/archived-workflows/" + uid + "/retry",
                "{\"uid\": \"" + uid + "\", \"namespace\": \"" + cluster.name() + "\"}");
        assertThat(retried.status()).as(retried.body().toString()).isEqualTo(200);
        assertThat(retried.body().at("/status/phase").asText()).isEqualTo("Running");
        await(
                "both ends are archived",
                () -> names(get(reader, archived() + "&namePrefix=bad")).size() == 2);
        JsonNode last = get(reader, archived() + "&namePrefix=bad").body().at("/items/0");
        assertThat(last.at("/metadata/uid").asText()).isNotEqualTo(uid);
        assertThat(last.at("/status/phase").asText()).isEqualTo("Failed");
        JsonNode nodes = get(
                        reader,
                        "/api/v1/archived-workflows/" + last.at("/metadata/uid").asText())
                .body()
                .at("/status/nodes");
        assertThat(nodes).hasSize(5);
    }

    @Test
    void aDatabaseThatIsAwayHoldsUpNothingButDeletions() throws Exception {
        database.crash();
        workflow("waits", "team: c", "[\"true\"]", 1);
        assertThat(cluster.ended("waits", PATIENCE).at("/status/phase").asText())
                .isEqualTo("Succeeded");
        ServedNamespace.pause(5000);
        assertThat(cluster.workflow("waits").at("/metadata/labels").path(LABEL).asText())
                .isEqualTo("Pending");
        assertThat(get(reader, archived()).status()).isEqualTo(503);
        assertThat(names(get(reader, "/api/v1/workflows/" + cluster.name()))).contains("waits");
        assertThat(cluster.controller().printed())
                .contains("cannot be archived now")
                .doesNotContain(PostgresServer.PASSWORD);
        // also when the controller is another one by then
        cluster.kill();
        cluster.serve("--no-leader-elect", "--port", url.replaceFirst(".*:", ""));
        database.begin();
        await("waits is archived and deleted", () -> !isThere("waits"));
        assertThat(names(get(reader, archived()))).contains("waits");
    }
}
