package dev.skiff.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.port.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private Server serve() {
        var process = skiff().start("serve", "--on", "host", "--port", "0");
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
