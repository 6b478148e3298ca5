package dev.skiff.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A namespace of the cluster of the tests, and a controller for it: {@code skiff serve} as a process of this machine, or
 * whatever {@code -Dskiff.command} names. Objects are made and looked at with kubectl, as a user does it.
 */
public final class ServedNamespace implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final SkiffCommand skiff;
    private final int port;
    private SkiffCommand.Running controller;

    private ServedNamespace(String name, Path directory, int port) {
        this.name = name;
        this.port = port;
        this.skiff = SkiffCommand.in(directory)
                .with("SKIFF_LISTEN_PORT", Integer.toString(port))
                .with("POD_NAMESPACE", name);
    }

    /**
     * Makes the namespace anew, with the kinds of Argo if they are not there. Nothing is served yet.
     *
     * @param directory for what the processes print
     */
    public static ServedNamespace of(String name, Path directory) {
        Shell.run("kubectl", "apply", "-k", "k8s/crds");
        Shell.tryRun("kubectl", "delete", "namespace", name, "--ignore-not-found", "--timeout=120s");
        Shell.run("kubectl", "create", "namespace", name);
        Shell.run(
                "kubectl",
                "-n",
                name,
                "create",
                "rolebinding",
                "steps",
                "--clusterrole=admin",
                "--serviceaccount=" + name + ":default");
        Shell.run(
                "kubectl",
                "-n",
                name,
                "create",
                "role",
                "workflows",
                "--verb=*",
                "--resource=workflows.argoproj.io,workflowtemplates.argoproj.io");
        Shell.run(
                "kubectl",
                "-n",
                name,
                "create",
                "rolebinding",
                "workflows",
                "--role=workflows",
                "--serviceaccount=" + name + ":default");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new ServedNamespace(name, directory, free.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    /** Starts a controller and waits until it is ready. @return how long that took */
    public Duration serve(String... options) {
        List<String> command = new ArrayList<>(List.of("serve", "--on", "kubernetes", "--namespace", name));
        command.addAll(List.of(options));
        if (!command.contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        Instant begin = Instant.now();
        controller = skiff.start(command.toArray(String[]::new));
        Instant last = begin.plus(PATIENCE);
        while (!isReady()) {
            if (!controller.process().isAlive() || Instant.now().isAfter(last)) {
                throw new AssertionError("the controller does not become ready:\n" + controller.printed());
            }
            pause(20);
        }
        return Duration.between(begin, Instant.now());
    }

    /** Controllers that are started from here on reach the cluster as this file says. */
    public void through(Path kubeconfig) {
        skiff.with("KUBECONFIG", kubeconfig.toString());
    }

    /** A variable of the controllers that are started from here on. */
    public void with(String variable, String value) {
        skiff.with(variable, value);
    }

    /** Whether a kubelet would leave the controller alone. */
    public boolean isLive() {
        return answers("live");
    }

    private boolean isReady() {
        return answers("ready");
    }

    private boolean answers(String check) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI ready = URI.create("http://127.0.0.1:" + port + "/q/health/" + check);
            return client.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the controller counts, as Prometheus reads it. */
    public String metrics() {
        return Shell.run("curl", "-sS", "http://127.0.0.1:" + port + "/metrics");
    }

    public SkiffCommand.Running controller() {
        return controller;
    }

    /** SIGKILL: no last word. */
    public void kill() {
        controller.signal("KILL");
        controller.outcome();
    }

    /** SIGTERM, and waits for the end. */
    public SkiffCommand.Outcome end() {
        controller.signal("TERM");
        return controller.outcome();
    }

    /** kubectl in this namespace; fails the test when it fails. */
    public String kubectl(String... arguments) {
        return Shell.run(command(arguments));
    }

    public Shell.Result tryKubectl(String... arguments) {
        return Shell.tryRun(command(arguments));
    }

    private String[] command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "-n", name));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** Creates the objects of a document. @return the name of the first, as the server made it */
    public String create(String document) {
        try {
            Path file = Files.createTempFile("object", ".yaml");
            try {
                Files.writeString(file, document, StandardCharsets.UTF_8);
                String made = kubectl("create", "-f", file.toString(), "-o", "name")
                        .lines()
                        .findFirst()
                        .orElseThrow();
                return made.substring(made.indexOf('/') + 1);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode workflow(String workflow) {
        return json(kubectl("get", "workflow", workflow, "-o", "json"));
    }

    /** All workflows of the namespace by name: one look. */
    public Map<String, JsonNode> workflows() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        json(kubectl("get", "workflows", "-o", "json"))
                .path("items")
                .forEach(w -> all.put(w.at("/metadata/name").asText(), w));
        return all;
    }

    /** Looks once a second until the workflow has ended. */
    public JsonNode ended(String workflow, Duration patience) {
        Instant last = Instant.now().plus(patience);
        JsonNode seen = workflow(workflow);
        while (!hasEnded(seen)) {
            if (Instant.now().isAfter(last)) {
                throw new AssertionError("no end after " + patience + ": "
                        + seen.path("status").toPrettyString() + "\n--- controller\n" + controller.printed());
            }
            pause(1000);
            seen = workflow(workflow);
        }
        return seen;
    }

    public static boolean hasEnded(JsonNode workflow) {
        return workflow.at("/status/phase").asText().matches("Succeeded|Failed|Error");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("kubectl printed no JSON: " + text, e);
        }
    }

    public static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (controller != null && controller.process().isAlive()) {
            end();
        }
        Shell.tryRun("kubectl", "delete", "namespace", name, "--ignore-not-found", "--wait=false");
    }
}
