package dev.skiff.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out which of several images that would do an engine has, or can get. */
public final class ImageSearch {

    private ImageSearch() {}

    /**
     * The first that is there; if none is, the first is pulled.
     *
     * @param patience with the pull; one that takes longer goes on in the engine, but is not waited for
     * @return empty when none is there and none could be had in time
     */
    public static Optional<String> find(DockerEndpoint endpoint, List<String> images, Duration patience) {
        try (EngineApi api = new EngineApi(endpoint.http())) {
            for (String image : images) {
                if (api.inspectImage(image).isPresent()) {
                    return Optional.of(image);
                }
            }
            String wanted = images.getFirst();
            return pulled(api, wanted, patience) ? Optional.of(wanted) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean pulled(EngineApi api, String image, Duration patience) throws IOException {
        CompletableFuture<Void> pull = new CompletableFuture<>();
        Thread.ofVirtual().name("pull " + image).start(() -> {
            try (EngineHttp.Stream progress = api.pull(ImageName.of(image), "")) {
                progress.body().readAllBytes();
            } catch (IOException e) {
                // whether it is there now is what counts
            }
            pull.complete(null);
        });
        try {
            pull.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return api.inspectImage(image).isPresent();
    }
}
