package dev.skiff.docker;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.port.RunContext;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Makes the containers of one task: with their images there, and their files in them. */
final class ContainerMaker {

    private final Services services;
    private final RunContext run;
    private final CompletableFuture<StopReason> stopped;
    private final Consumer<String> pending;

    /** @param pending hears what the task is waiting for */
    ContainerMaker(Services services, RunContext run, CompletableFuture<StopReason> stopped, Consumer<String> pending) {
        this.services = services;
        this.run = run;
        this.stopped = stopped;
        this.pending = pending;
    }

    /**
     * The new container's id; empty when a container of that name is there already.
     *
     * @throws TaskFailure when the engine will not have it, in words for the user
     */
    Optional<String> make(ContainerPlan plan) throws IOException, TaskFailure {
        if (plan.pullPolicy().equals("Always")) {
            pull(plan);
        }
        Optional<String> id;
        try {
            id = create(plan);
        } catch (EngineException e) {
            if (!isMissingImage(e)) {
                throw new TaskFailure(plan.container() + ": the container cannot be created: " + e.words());
            }
            if (plan.pullPolicy().equals("Never")) {
                throw new TaskFailure("ErrImageNeverPull: image \""
                        + plan.image().written() + "\" is not present, and imagePullPolicy is Never");
            }
            pull(plan);
            id = createPulled(plan);
        }
        if (id.isPresent()) {
            refuseRoot(plan);
            deliver(plan, id.get());
        }
        return id;
    }

    private Optional<String> createPulled(ContainerPlan plan) throws IOException, TaskFailure {
        try {
            return create(plan);
        } catch (EngineException e) {
            throw new TaskFailure(plan.container() + ": the container cannot be created: " + e.words());
        }
    }

    private Optional<String> create(ContainerPlan plan) throws IOException {
        try {
            return Optional.of(services.patiently(() -> services.api().createContainer(plan.name(), plan.body())));
        } catch (EngineException e) {
            boolean taken =
                    e.status() == 409 || e.words().contains("already in use"); // Podman answers 500 or 409, by version
            if (taken) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A container that has been made and is not started harms nobody. */
    private void refuseRoot(ContainerPlan plan) throws IOException, TaskFailure {
        if (!plan.mustNotBeRoot()) {
            return;
        }
        String user = services.patiently(
                        () -> services.api().inspectImage(plan.image().written()))
                .map(i -> i.path("Config").path("User").asText(""))
                .orElse("");
        String name = user.replaceFirst(":.*", "");
        if (name.isEmpty() || name.equals("0") || name.equals("root")) {
            throw new TaskFailure(plan.container() + ": runAsNonRoot is true, and image \""
                    + plan.image().written() + "\" runs as root; set runAsUser");
        }
    }

    private void deliver(ContainerPlan plan, String id) throws IOException, TaskFailure {
        for (ContainerPlan.Delivery delivery : plan.deliveries()) {
            byte[] tar = Tar.write(delivery.entries());
            try {
                services.patiently(() -> {
                    services.api().putArchive(id, delivery.directory(), tar);
                    return true;
                });
            } catch (EngineException e) {
                throw new TaskFailure(plan.container() + ": files cannot be put into the container at "
                        + delivery.directory() + ": " + e.words());
            }
        }
    }

    private void pull(ContainerPlan plan) throws TaskFailure {
        CompletableFuture<ImagePuller.Result> pull = services.puller().pull(plan.image(), run, pending);
        try {
            CompletableFuture.anyOf(pull, stopped).join();
        } catch (CompletionException e) {
            throw new TaskFailure("image " + plan.image().written() + ": " + EngineHttp.reason(e));
        }
        if (!pull.isDone()) {
            throw new TaskFailure("stopped while image " + plan.image().written() + " was being pulled");
        }
        switch (pull.join()) {
            case ImagePuller.Result.Present present -> {
                if (!present.message().isEmpty()) {
                    pending.accept(present.message());
                }
            }
            case ImagePuller.Result.Absent absent -> throw new TaskFailure(plan.container() + ": " + absent.message());
        }
    }

    private static boolean isMissingImage(EngineException e) {
        String words = e.words().toLowerCase(Locale.ROOT);
        return e.status() == 404 && (words.contains("no such image") || words.contains("image not known"))
                || words.contains("no such image");
    }
}
