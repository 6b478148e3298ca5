package dev.skiff.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The engine of this machine for integration tests, with an image made here: busybox and nothing else. */
final class TestEngine {

    static final String IMAGE = "skiff-test/busybox:1";

    private static final DockerEndpoint ENDPOINT = find();
    private static boolean imageMade;

    private TestEngine() {}

    static DockerEndpoint endpoint() {
        return ENDPOINT;
    }

    static EngineApi api() {
        return new EngineApi(ENDPOINT.http());
    }

    static DockerOptions options() {
        return DockerOptions.usual(Clock.systemUTC(), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    private static DockerEndpoint find() {
        return switch (DockerEndpoint.find(System.getenv(), Path.of(System.getProperty("user.home")))) {
            case DockerEndpoint.Found found -> found.endpoint();
            case DockerEndpoint.NotFound why -> throw new IllegalStateException(why.message());
        };
    }

    /** The image's name; made on first use. */
    static synchronized String image() {
        if (!imageMade) {
            importImage();
            imageMade = true;
        }
        return IMAGE;
    }

    /** An image that says {@code hello nobody}, by its entry point and its arguments. */
    static String imageWithEntryPoint() {
        image();
        return "skiff-test/greeter:1";
    }

    private static void create(EngineHttp http, String query, byte[] tar) throws IOException {
        http.call(EngineRequest.post("/images/create?fromSrc=-&" + query)
                .body("application/x-tar", tar)
                .within(Duration.ofMinutes(2)));
    }

    /** {@code run} → everything in the engine that carries its label. */
    static List<String> leftovers(String run) {
        List<String> left = new ArrayList<>();
        EngineApi api = api();
        try {
            api.containers(Map.of(Labels.RUN, run))
                    .forEach(
                            c -> left.add("container " + c.path("Names").path(0).asText()));
            api.volumes(Map.of(Labels.RUN, run))
                    .forEach(v -> left.add("volume " + v.path("Name").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            api.close();
        }
        return left;
    }

    private static void importImage() {
        Path busybox = Stream.of("/usr/bin/busybox", "/bin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("install the package busybox-static"));
        try (EngineHttp http = ENDPOINT.http()) {
            Path root = Files.createTempDirectory("skiff-busybox");
            Files.createDirectories(root.resolve("bin"));
            Files.createDirectories(root.resolve("etc"));
            Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\n");
            Files.copy(busybox, root.resolve("bin/busybox"));
            Files.setPosixFilePermissions(root.resolve("bin/busybox"), PosixFilePermissions.fromString("rwxr-xr-x"));
            for (String applet : output(busybox.toString(), "--list").split("\n")) {
                if (!applet.equals("busybox")) {
                    Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
                }
            }
            output("mkdir", "-m", "1777", root + "/tmp");
            byte[] tar = bytes("tar", "--owner=0", "--group=0", "-C", root.toString(), "-c", ".");
            create(http, "repo=skiff-test/busybox&tag=1", tar);
            String changes = "ENTRYPOINT [\"echo\",\"hello\"]\nCMD [\"nobody\"]";
            create(
                    http,
                    "repo=skiff-test/greeter&tag=1&changes=" + URLEncoder.encode(changes, StandardCharsets.UTF_8),
                    tar);
            output("rm", "-rf", root.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(String... command) throws IOException {
        return new String(bytes(command), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] out = process.getInputStream().readAllBytes();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return out;
    }
}
