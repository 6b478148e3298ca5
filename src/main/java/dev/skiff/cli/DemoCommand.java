package dev.skiff.cli;

import dev.skiff.model.Workflow;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.Origin;
import dev.skiff.runtime.submission.Birth;
import dev.skiff.runtime.submission.Resources;
import dev.skiff.runtime.submission.Submission;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skiff demo}: the bundled workflow, on whatever this machine has. */
@Command(
        name = "demo",
        description = {
            "Run the bundled demo workflow.",
            "A list, two steps for each of its elements, in parallel; values are handed on in files.",
            "Runs on a container engine if one answers and has, or gets, a small image; else as processes of this machine."
        })
final class DemoCommand implements Callable<Integer> {
    private static final String FILE = "/demo/workflow.yml";
    private static final String DOCKER = "docker";
    private static final String HOST = "host";
    /** All that the demo needs is a shell. */
    private static final List<String> IMAGES =
            List.of("busybox:latest", "busybox:stable", "alpine:latest", "debian:stable-slim");

    private record Place(String executor, String image, String why) {}

    private final CommandContext context;

    @Option(names = "--on", paramLabel = "EXECUTOR", description = "docker or host, instead of what fits.")
    @Nullable
    String on;

    @Mixin
    ShowOptions show = new ShowOptions();

    DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Place place = place();
        Loaded demo = Manifests.load(List.of(source())).withParameters(Map.of("image", place.image()));
        Submission submission = new Submission(null, null, null, "", Map.of());
        Workflow workflow = submission.applyTo(
                demo.bundle().workflows().getFirst(),
                Birth.fresh(context.clock().instant(), context.random()));
        Origin origin = new Origin(place.executor(), List.of(), List.of(), List.of(), false, 0);
        try (RunSession session = RunSession.open(context, show, new SuspendOptions(), origin)) {
            session.say(place.why());
            return session.start(workflow, Resources.NONE, origin);
        }
    }

    private Place place() {
        String wanted = on;
        if (wanted != null && !wanted.equals(DOCKER)) {
            return new Place(wanted, IMAGES.getFirst(), "running on the " + wanted + " executor, as asked");
        }
        try {
            Optional<String> image = context.executors().obtainable(DOCKER, IMAGES);
            if (image.isPresent()) {
                return new Place(
                        DOCKER, image.get(), "running on the container engine (docker executor), image " + image.get());
            }
            String none = "the container engine has none of the images " + String.join(", ", IMAGES)
                    + ", and cannot pull " + IMAGES.getFirst();
            if (wanted != null) {
                throw new UserError(none);
            }
            return onHost(none);
        } catch (ExecutorException e) {
            if (wanted != null) {
                throw e;
            }
            return onHost("no container engine answers");
        }
    }

    private static Place onHost(String why) {
        return new Place(HOST, IMAGES.getFirst(), "running on the host executor, as processes of this machine: " + why);
    }

    private static Source source() {
        try (InputStream in = Objects.requireNonNull(DemoCommand.class.getResourceAsStream(FILE))) {
            return new Source(FILE.substring(1), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
