package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.ActingAs;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.service.Callers;
import dev.skiff.kubernetes.service.ClusterService;
import dev.skiff.kubernetes.service.FakeDepot;
import dev.skiff.kubernetes.service.ServiceSettings;
import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.WebServer;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The server in a cluster whose API server is in memory and whose controller is the test. */
class RestOnClusterServiceTest extends RestContract {
    private static Place place;

    @BeforeAll
    static void serve() {
        place = new Place();
    }

    @AfterAll
    static void end() {
        place.close();
    }

    @Override
    RestPlace place() {
        return place;
    }

    /** What an API server sees to before it looks for anything, and the words in which it refuses. */
    private record Watchful(FakeKubeApi api) implements KubeApi {
        private static final Pattern OBJECT = Pattern.compile("/(\\w+)/([^/?]+)(\\?.*)?$");
        private static final Pattern SELECTOR = Pattern.compile("labelSelector=([^&]*)");

        private static String bearer(Call call) {
            return call.as() instanceof ActingAs.Bearer bearer ? bearer.token() : "";
        }

        private static @Nullable KubeProblem refusal(Call call) {
            if (bearer(call).equals("powerless")) {
                return new KubeProblem(403, "Forbidden", "workflows.argoproj.io is forbidden", null);
            }
            if (!bearer(call).equals("good")) {
                return new KubeProblem(401, "Unauthorized", "Unauthorized", null);
            }
            Matcher selector = SELECTOR.matcher(call.path());
            if (selector.find()) {
                try {
                    LabelSelector.parse(URLDecoder.decode(selector.group(1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return new KubeProblem(400, "BadRequest", "unable to parse requirement", e);
                }
            }
            return null;
        }

        @Override
        public CompletableFuture<Answer> send(Call call) {
            KubeProblem refused = refusal(call);
            return refused == null
                    ? api.send(call).exceptionallyCompose(e -> CompletableFuture.failedFuture(worded(call, e)))
                    : CompletableFuture.failedFuture(refused);
        }

        private static KubeProblem worded(Call call, Throwable failure) {
            KubeProblem problem = KubeProblem.in(failure);
            Matcher object = OBJECT.matcher(call.path());
            if (problem.status() == 409 && problem.reason().equals("AlreadyExists")) {
                String name = problem.getMessage().replaceFirst(".*/", "");
                return new KubeProblem(
                        409, "AlreadyExists", "workflows.argoproj.io \"" + name + "\" already exists", null);
            }
            return problem.status() == 404 && object.find()
                    ? new KubeProblem(
                            404,
                            "NotFound",
                            object.group(1) + ".argoproj.io \"" + object.group(2) + "\" not found",
                            null)
                    : problem;
        }

        @Override
        public Stream open(Call call, Consumer<byte[]> lines) {
            return guarded(call, () -> api.open(call, lines));
        }

        @Override
        public Stream follow(Call call, Consumer<byte[]> chunks) {
            return guarded(call, () -> api.follow(call, chunks));
        }

        private static Stream guarded(Call call, Supplier<Stream> opening) {
            KubeProblem refused = refusal(call);
            if (refused != null) {
                return new Worded(CompletableFuture.failedFuture(refused), () -> {});
            }
            Stream stream = opening.get();
            return new Worded(
                    stream.end().exceptionallyCompose(e -> CompletableFuture.failedFuture(worded(call, e))),
                    stream::close);
        }

        private record Worded(CompletableFuture<Void> end, Runnable closing) implements Stream {
            @Override
            public void close() {
                closing.run();
            }
        }

        @Override
        public String namespace() {
            return api.namespace();
        }

        @Override
        public void close() {
            api.close();
        }
    }

    private static final class Place implements RestPlace {
        private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
        private static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/team/workflows/";

        private final Vertx vertx = Vertx.vertx();
        private final FakeKubeApi api = new FakeKubeApi();
        private final ClusterService service = new ClusterService(
                Callers.byToken(new Watchful(api)), new ServiceSettings("", InstantSource.fixed(NOW), FakeDepot.EMPTY));
        private final WebServer.Opened server = ApiServers.open(
                vertx,
                InstantSource.fixed(NOW),
                service,
                new WebServer.Settings("127.0.0.1", 0, "", null, List.of(), WebServer.Settings.LARGEST_BODY));

        @Override
        public String url() {
            return server.url();
        }

        @Override
        public String token() {
            return "good";
        }

        @Override
        public String namespace() {
            return "team";
        }

        @Override
        public boolean hasArchive() {
            return false;
        }

        private static ObjectNode node(ObjectNode nodes, String name, String type, String phase) {
            return nodes.putObject(name)
                    .put("id", name)
                    .put("name", name)
                    .put("displayName", name)
                    .put("type", type)
                    .put("phase", phase)
                    .put("templateName", "main")
                    .put("startedAt", NOW.toString());
        }

        @Override
        public void ended(String name, String phase) {
            api.change(WORKFLOWS + name, object -> {
                ObjectNode status = object.putObject("status").put("phase", phase);
                status.put("startedAt", NOW.toString()).put("finishedAt", NOW.toString());
                node(status.putObject("nodes"), name, "Pod", phase).put("finishedAt", NOW.toString());
                object.withObjectProperty("metadata")
                        .withObjectProperty("labels")
                        .put("workflows.argoproj.io/completed", "true")
                        .put("workflows.argoproj.io/phase", phase);
            });
        }

        @Override
        public void waiting(String name) {
            api.change(WORKFLOWS + name, object -> {
                ObjectNode status = object.putObject("status").put("phase", "Running");
                status.put("startedAt", NOW.toString());
                ObjectNode nodes = status.putObject("nodes");
                node(nodes, name, "Steps", "Running").putArray("children").add("group");
                node(nodes, "group", "StepGroup", "Running")
                        .put("name", name + "[0]")
                        .put("boundaryID", name)
                        .putArray("children")
                        .add("approve");
                ObjectNode approve = node(nodes, "approve", "Suspend", "Running")
                        .put("name", name + "[0].approve")
                        .put("displayName", "approve")
                        .put("templateName", "wait")
                        .put("boundaryID", name);
                if (!object.path("spec").toString().contains("supplied")) {
                    return;
                }
                approve.putObject("outputs")
                        .putArray("parameters")
                        .addObject()
                        .put("name", "answer")
                        .putObject("valueFrom")
                        .putObject("supplied");
            });
        }

        @Override
        public Response forbidden() {
            return new RestCases(this)
                    .anonymous()
                    .header("Authorization", "Bearer powerless")
                    .get("/api/v1/workflows/team");
        }

        @Override
        public void close() {
            server.close();
            service.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
