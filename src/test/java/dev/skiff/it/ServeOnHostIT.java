package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.port.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skiff serve --on host}, killed again and again: what was submitted over HTTP ends as if nothing had happened. */
class ServeOnHostIT {
    private static final Pattern ADDRESS = Pattern.compile("the API is at (http://\\S+?)/\\?token=(\\S+)");
    private static final int STEPS = 12;
    private static final int KILLS = 4;
    private static final int LINES = 100;
    private static final String TOKEN = "token-of-the-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    /** A server that runs. */
    private record Server(SkiffCommand.Running process, String url, String token) {}

    @Test
    void aServerThatIsKilledAgainAndAgainLosesNothingAndRunsNothingTwice() throws Exception {
        long seed = Long.getLong("skiff.seed", System.nanoTime());
        System.out.println("moments of the kills by -Dskiff.seed=" + seed);
        Random random = new Random(seed);
        Server server = serve();
        JsonNode created = send(server, "POST", "/api/v1/workflows/default", body());
        assertThat(created.at("/metadata/uid").asText()).isNotEmpty();
        for (int i = 0; i < KILLS; i++) {
            int enough = (i + 1) * 2;
            Await.until(enough + " steps", () -> noted().size() >= enough, () -> noted());
            Thread.sleep(random.nextInt(400));
            // the server alone: its steps go on
            Shell.tryRun(
                    "kill", "-KILL", Long.toString(server.process().process().pid()));
            server.process().outcome();
            server = serve();
        }
        Server last = server;
        Await.until(
                "its end",
                () -> phase(last).equals("Succeeded"),
                () -> noted() + last.process().printed());
        assertThat(noted())
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, STEPS).mapToObj(n -> "step " + n).toList());

        var beside = Files.writeString(directory.resolve("beside.yaml"), """
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: beside}
                spec:
                  entrypoint: main
                  templates:
                  - name: main
                    container: {image: none, command: [echo, hello]}
                """);
        assertThat(skiff().run("run", beside.toString(), "--on", "host").exitCode())
                .isZero();
        JsonNode list = send(last, "GET", "/api/v1/workflows/default", "");
        assertThat(list.path("items").findValuesAsText("name")).contains("beside", "killed");
        last.process().signal("TERM");
        assertThat(last.process().outcome().exitCode()).isZero();
    }

    private String phase(Server server) {
        try {
            return send(server, "GET", "/api/v1/workflows/default/killed", "")
                    .at("/status/phase")
                    .asText();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The server is killed while output is followed by our own command, and by a client that knows Server-Sent Events and nothing of us. */
    @Test
    void whoFollowsOutputHearsEachLineOnceAlthoughTheServerIsKilled() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Server server = serve(port);
        Server running = server;
        send(server, "POST", "/api/v1/workflows/default", counting());
        var own = skiff().with("SKIFF_SERVER", server.url())
                .with("SKIFF_TOKEN", TOKEN)
                .start("logs", "counts", "-f", "--no-color");
        List<String> plain = Collections.synchronizedList(new ArrayList<>());
        Thread listener = Thread.ofVirtual().start(() -> listen(server, plain));
        for (int enough : new int[] {LINES / 5, LINES / 2}) {
            Await.until(
                    enough + " lines",
                    () -> plain.size() >= enough && own.printed().contains("line " + enough),
                    () -> plain + own.printed());
            Shell.tryRun(
                    "kill", "-KILL", Long.toString(running.process().process().pid()));
            Thread.sleep(500);
            running = serve(port);
            assertThat(running.url()).isEqualTo(server.url());
        }
        listener.join(Duration.ofMinutes(1));
        running.process().signal("TERM");
        // it keeps its index when it ends, in the directory that is deleted then
        running.process().outcome();
        assertThat(listener.isAlive()).as("%s", plain).isFalse();
        List<String> all =
                IntStream.rangeClosed(1, LINES).mapToObj(n -> "line " + n).toList();
        assertThat(plain).containsExactlyElementsOf(all);
        assertThat(own.outcome().out().lines().map(l -> l.replaceFirst(".*(?=line )", "")))
                .containsExactlyElementsOf(all);
    }

    /** Commands of other processes over the same files, and no server named. */
    @Test
    void commandsBesideAServerSeeItsRunsAndAskThem() throws Exception {
        Server server = serve();
        send(server, "POST", "/api/v1/workflows/team", waiting("approved"));
        Await.until(
                "it waits",
                () -> skiff().run("list").out().contains("Running (Suspended)"),
                () -> server.process().printed());
        assertThat(skiff().run("delete", "approved").err()).contains("it is being driven by another process");
        assertThat(skiff().run("resume", "approved").out()).isEqualTo("workflow approved resumed\n");
        assertThat(skiff().run("wait", "approved").exitCode()).isZero();
        assertThat(skiff().run("list", "-n", "team", "-o", "name").out()).isEqualTo("approved\n");

        var template = Files.writeString(directory.resolve("template.yaml"), """
                apiVersion: argoproj.io/v1alpha1
                kind: WorkflowTemplate
                metadata: {name: kept}
                spec: {templates: [{name: main, container: {image: none, command: [echo, hello]}}]}
                """);
        assertThat(skiff().run("template", "create", template.toString()).exitCode())
                .isZero();
        assertThat(send(server, "GET", "/api/v1/workflow-templates/default/kept", "")
                        .at("/metadata/name")
                        .asText())
                .isEqualTo("kept");

        send(server, "POST", "/api/v1/workflows/team", waiting("left"));
        Shell.tryRun("kill", "-KILL", Long.toString(server.process().process().pid()));
        server.process().outcome();
        assertThat(skiff().run("list").out())
                .containsPattern("left +Interrupted")
                .containsPattern("approved +Succeeded");
        assertThat(skiff().run("wait", "left").err()).contains("the process that drove left has died");
    }

    private static String waiting(String name) {
        return """
                {"workflow": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "NAME"},
                  "spec": {"entrypoint": "main", "templates": [{"name": "main", "suspend": {}}]}}}""".replace("NAME", name);
    }

    /** Comes again with the last id until the last line was heard. */
    private void listen(Server server, List<String> heard) {
        String id = "";
        while (!heard.contains("line " + LINES)) {
            try {
                var request = HttpRequest.newBuilder(URI.create(
                                server.url() + "/api/v1/workflows/default/counts/log?logOptions.follow=true"))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Accept", "text/event-stream");
                if (!id.isEmpty()) {
                    request.header("Last-Event-ID", id);
                }
                var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
                for (String line : (Iterable<String>) answer.body()::iterator) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        heard.add(JSON.readTree(line.substring(6))
                                .at("/result/content")
                                .asText());
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // the server is away
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String counting() {
        return """
                {"workflow": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "counts"},
                  "spec": {"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "none",
                    "command": ["sh", "-c", "i=0; while [ $i -lt LINES ]; do i=$((i+1)); echo line $i; sleep 0.3; done"]}}]}}}""".replace("LINES", Integer.toString(LINES));
    }

    private Server serve() {
        return serve(0);
    }

    private Server serve(int port) {
        var process =
                skiff().with("SKIFF_TOKEN", TOKEN).start("serve", "--on", "host", "--port", Integer.toString(port));
        Await.until(
                "it is ready",
                () -> ADDRESS.matcher(process.printed()).find()
                        && process.printed().contains("running workflows on host"),
                process::printed);
        Matcher address = ADDRESS.matcher(process.printed());
        assertThat(address.find()).isTrue();
        return new Server(process, address.group(1), address.group(2));
    }

    private JsonNode send(Server server, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + server.token())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JSON.readTree(answer.body());
    }

    private String body() {
        return """
                {"workflow": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "killed"},
                  "spec": {"entrypoint": "main", "parallelism": 2, "templates": [
                    {"name": "main", "steps": [[{"name": "s", "template": "note",
                      "arguments": {"parameters": [{"name": "n", "value": "{{item}}"}]},
                      "withSequence": {"count": "STEPS"}}]]},
                    {"name": "note", "inputs": {"parameters": [{"name": "n"}]},
                      "container": {"image": "none", "command": ["sh", "-c",
                        "sleep 1; echo step {{inputs.parameters.n}} >> NOTES"]}}]}}}""".replace("STEPS", Integer.toString(STEPS)).replace("NOTES", notes().toString());
    }

    private Path notes() {
        return directory.resolve("notes");
    }

    private List<String> noted() {
        try {
            return Files.exists(notes()) ? Files.readAllLines(notes()) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SkiffCommand skiff() {
        return SkiffCommand.in(directory);
    }
}
