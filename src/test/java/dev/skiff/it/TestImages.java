package dev.skiff.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** Images made on this machine from Debian packages; nothing is pulled. Each is made once and then found. */
public final class TestImages {
    private static final Path ARGO = Path.of("../shared/argo");

    private TestImages() {}

    /** {@code task-python:1.0} and {@code task-r:1.0}. */
    public static synchronized void ofTheSeed() {
        Shell.run("src/test/images/seed-images.sh");
    }

    /** The images that Argo's examples name. */
    public static synchronized void ofTheExamples() {
        if (Shell.tryRun("docker", "image", "inspect", "argoproj/argosay:v2", "busybox:latest", "alpine:3.23")
                        .exitCode()
                == 0) {
            return;
        }
        Path script = ARGO.resolve("images.sh");
        if (!Files.exists(script)) {
            throw new IllegalStateException("the images of Argo's examples are not in the engine, and " + script
                    + " is not there to make them");
        }
        Shell.run("bash", script.toString(), "docker");
    }

    /** {@code skiff-test/busybox:1}: a static busybox and nothing else, made in a second. */
    public static synchronized String busybox() {
        Shell.run("src/test/images/busybox-image.sh");
        return "skiff-test/busybox:1";
    }
}
