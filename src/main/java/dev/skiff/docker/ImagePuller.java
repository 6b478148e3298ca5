package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.port.RunContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Pulls images. One image is pulled once for a run, however many tasks want it and whatever their policy: a run sees one image under one
 * name, and a fan-out over 1,000 elements does not ask the registry 1,000 times.
 */
final class ImagePuller {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long REPORT_EVERY_NANOS = 1_000_000_000L;

    private final EngineApi api;
    private final RegistryAuth auth;
    private final Map<Key, Pull> pulls = new ConcurrentHashMap<>();

    ImagePuller(EngineApi api, RegistryAuth auth) {
        this.api = api;
        this.auth = auth;
    }

    private record Key(String run, String image) {}

    /** How a pull ended; {@code message} is empty when all is well. */
    sealed interface Result {
        String message();

        /** The engine has the image; a message is a warning. */
        record Present(String message) implements Result {}

        /** The engine does not have it; the message is for the user. */
        record Absent(String message) implements Result {}
    }

    /** One pull under way or done. */
    private static final class Pull {
        private final CompletableFuture<Result> result = new CompletableFuture<>();
        private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
        private volatile String progress = "";

        void tell(String text) {
            progress = text;
            listeners.forEach(l -> l.accept(text));
        }
    }

    /**
     * Starts a pull, or joins the one that this run has made of the image.
     *
     * @param progress hears {@code Pulling image …: 45%}, about once a second
     */
    CompletableFuture<Result> pull(ImageName image, RunContext run, Consumer<String> progress) {
        Key key = new Key(run.run(), image.written());
        Pull fresh = new Pull();
        Pull known = pulls.putIfAbsent(key, fresh);
        Pull pull = known == null ? fresh : known;
        if (!pull.result.isDone()) {
            pull.listeners.add(progress);
        }
        if (known == null) {
            Thread.ofVirtual().name("pull " + image.written()).start(() -> {
                Result result = carryOut(image, run, pull);
                if (result instanceof Result.Absent) {
                    pulls.remove(key, pull); // the next attempt may have better luck
                }
                pull.result.complete(result);
            });
        } else if (!pull.progress.isEmpty() && !pull.result.isDone()) {
            progress.accept(pull.progress);
        }
        // a warning is said once a run, by the task whose pull it was
        return known == null ? pull.result : pull.result.thenApply(ImagePuller::withoutWarning);
    }

    private static Result withoutWarning(Result result) {
        return result instanceof Result.Present ? new Result.Present("") : result;
    }

    /** Forgets what has been pulled for the run. */
    void forget(String run) {
        pulls.keySet().removeIf(k -> k.run().equals(run));
    }

    private Result carryOut(ImageName image, RunContext run, Pull pull) {
        pull.tell("Pulling image " + image.written());
        String failure;
        try {
            failure = stream(image, auth.of(image, run), pull);
            if (failure.isEmpty()) {
                return new Result.Present("");
            }
        } catch (IOException e) {
            failure = EngineHttp.reason(e);
        } catch (RuntimeException e) {
            failure = e.toString();
        }
        try {
            if (api.inspectImage(image.written()).isPresent()) {
                return new Result.Present("warning: image " + image.written()
                        + " could not be pulled, the one that is present is used: " + failure);
            }
        } catch (IOException e) {
            failure = failure + "; then: " + EngineHttp.reason(e);
        }
        return new Result.Absent(
                "ErrImagePull: image \"" + image.written() + "\" is not present and could not be pulled from "
                        + image.registry().replaceFirst("^https?://", "").replaceFirst("/.*$", "") + ": " + failure
                        + "; check the name, log in with \"docker login\", or build the image on this machine");
    }

    /** The failure that the engine reports, or empty. */
    private String stream(ImageName image, String credentials, Pull pull) throws IOException {
        String failure = "";
        Progress progress = new Progress();
        long reported = System.nanoTime() - REPORT_EVERY_NANOS;
        try (EngineHttp.Stream answer = api.pull(image, credentials);
                var steps = JSON.readerFor(JsonNode.class).<JsonNode>readValues(answer.body())) {
            while (steps.hasNextValue()) {
                JsonNode step = steps.nextValue();
                String error = step.path("errorDetail")
                        .path("message")
                        .asText(step.path("error").asText(""));
                failure = error.isEmpty() ? failure : error;
                int percent = progress.after(step);
                if (percent >= 0 && System.nanoTime() - reported >= REPORT_EVERY_NANOS) {
                    reported = System.nanoTime();
                    pull.tell("Pulling image " + image.written() + ": " + percent + "%");
                }
            }
        }
        return failure;
    }

    /** How much of an image's layers has been fetched. */
    static final class Progress {
        private final Map<String, long[]> layers = new HashMap<>();

        /** Per cent of all layers whose size is known, or -1 when none is. */
        int after(JsonNode step) {
            String layer = step.path("id").asText("");
            JsonNode detail = step.path("progressDetail");
            switch (step.path("status").asText("")) {
                case "Downloading" ->
                    layers.put(layer, new long[] {
                        detail.path("current").asLong(), detail.path("total").asLong()
                    });
                case "Download complete", "Pull complete" ->
                    layers.computeIfPresent(layer, (_, l) -> new long[] {l[1], l[1]});
                default -> {} // words for people
            }
            long current = 0;
            long total = 0;
            for (long[] sizes : layers.values()) {
                current += sizes[0];
                total += sizes[1];
            }
            return total == 0 ? -1 : (int) (100 * current / total);
        }
    }
}
