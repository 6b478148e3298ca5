package dev.skiff.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.Pending;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.port.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When images are pulled, what is said meanwhile, and what happens when they cannot be. */
class ImagePullTest extends FakeEngineFixture {

    private static final String MISSING = "{\"message\":\"No such image: img:1\"}";

    private void imageIsMissingUntilPulled() {
        engine.when("POST /containers/create", x -> x.json(404, MISSING));
    }

    private void pullSucceeds(String... steps) {
        engine.when("POST /images/create", x -> {
            x.startChunks();
            for (String step : steps) {
                x.chunk(step.getBytes(StandardCharsets.UTF_8));
            }
            engine.when("POST /containers/create", engine::usual);
            x.endChunks();
        });
    }

    private List<String> pendingMessages(String nodeId) {
        return heard.states(nodeId).stream()
                .filter(Pending.class::isInstance)
                .map(s -> ((Pending) s).message())
                .toList();
    }

    private long pulls() {
        return engine.calls().stream().filter("POST /images/create"::equals).count();
    }

    @Test
    void anImageThatIsPresentIsNotPulled() {
        executor.start(task("a").build());
        heard.running("a");

        assertThat(pulls()).isZero();
        assertThat(pendingMessages("a")).isEmpty();
    }

    @Test
    void anImageThatIsMissingIsPulledAndProgressIsSaid() {
        imageIsMissingUntilPulled();
        pullSucceeds(
                "{\"status\":\"Downloading\",\"id\":\"l1\",\"progressDetail\":{\"current\":45,\"total\":100}}",
                "{\"status\":\"Pull complete\",\"id\":\"l1\"}");
        executor.start(task("a").build());
        heard.running("a");

        assertThat(pendingMessages("a")).containsExactly("Pulling image img:1", "Pulling image img:1: 45%");
    }

    @Test
    void anImageThatIsNowhereIsAnErrorThatNamesIt() {
        imageIsMissingUntilPulled();
        engine.when(
                "POST /images/create",
                x -> x.json(404, "{\"message\":\"pull access denied for img, repository does not exist\"}"));
        engine.when("GET /images/img:1/json", x -> x.json(404, MISSING));
        executor.start(task("a").build());

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.exitCode()).isNull();
        assertThat(end.message())
                .startsWith(
                        "main: ErrImagePull: image \"img:1\" is not present and could not be pulled from index.docker.io:"
                                + " pull access denied for img, repository does not exist");
    }

    @Test
    void anErrorInTheMiddleOfAPullIsAFailedPull() {
        imageIsMissingUntilPulled();
        engine.when("POST /images/create", x -> {
            x.startChunks();
            x.chunk("{\"errorDetail\":{\"message\":\"no space left on device\"},\"error\":\"x\"}"
                    .getBytes(StandardCharsets.UTF_8));
            x.endChunks();
        });
        engine.when("GET /images/img:1/json", x -> x.json(404, MISSING));
        executor.start(task("a").build());

        assertThat(heard.ended("a").message()).contains("ErrImagePull").contains("no space left on device");
    }

    @Test
    void anAlwaysWhoseRegistryCannotBeReachedIsAWarningWhenTheImageIsThere() {
        engine.when("POST /images/create", x -> x.json(500, "{\"message\":\"dial tcp: no route to host\"}"));
        engine.when("GET /images/img:1/json", x -> x.json(200, "{\"Id\":\"x\"}"));
        executor.start(task("a").container(c -> c.withImagePullPolicy("Always")).build());
        heard.running("a");

        assertThat(pendingMessages("a").getLast())
                .isEqualTo("warning: image img:1 could not be pulled, the one that is present is used:"
                        + " dial tcp: no route to host");
    }

    @Test
    void thatWarningIsSaidOnceARun() {
        engine.when("POST /images/create", x -> x.json(500, "{\"message\":\"dial tcp: no route to host\"}"));
        engine.when("GET /images/img:1/json", x -> x.json(200, "{\"Id\":\"x\"}"));
        for (String id : List.of("a", "b", "c")) {
            executor.start(
                    task(id).container(c -> c.withImagePullPolicy("Always")).build());
            heard.running(id);
        }

        assertThat(List.of("a", "b", "c"))
                .flatMap(this::pendingMessages)
                .filteredOn(m -> m.startsWith("warning"))
                .hasSize(1);
    }

    @Test
    void neverMeansNever() {
        imageIsMissingUntilPulled();
        executor.start(task("a").container(c -> c.withImagePullPolicy("Never")).build());

        assertThat(heard.ended("a").message()).startsWith("ErrImageNeverPull: image \"img:1\"");
        assertThat(pulls()).isZero();
    }

    @Test
    void manyTasksThatAlwaysPullOneImagePullItOnceForTheRun() {
        pullSucceeds("{\"status\":\"Status: Image is up to date\"}");
        for (int i = 0; i < 5; i++) {
            executor.start(task("t" + i)
                    .container(c -> c.withImagePullPolicy("Always"))
                    .build());
        }
        for (int i = 0; i < 5; i++) {
            heard.running("t" + i);
        }

        assertThat(pulls()).isEqualTo(1);
    }

    @Test
    void aTaskThatIsStoppedDoesNotWaitForItsImage() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        imageIsMissingUntilPulled();
        engine.when("POST /images/create", x -> {
            x.startChunks();
            waitFor(never);
        });
        executor.start(task("a").build());
        Await.until("the pull begins", () -> pulls() == 1, engine::calls);

        executor.stop(A, StopReason.SHUTDOWN);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo("stopped while image img:1 was being pulled");
        never.countDown();
    }

    @Test
    void credentialsComeFromTheUsersConfiguration(@TempDir Path home) throws IOException {
        String packed = Base64.getEncoder().encodeToString("ann:s3cret".getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(
                home.resolve(".docker/config.json"),
                "{\"auths\":{\"https://registry.example:5000\":{\"auth\":\"" + packed + "\"}}}");
        RegistryAuth auth = new RegistryAuth(DockerOptions.usual(Clock.systemUTC(), Map.of(), home));

        String header = auth.of(ImageName.of("registry.example:5000/team/app:2"), context());

        assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"serveraddress\":\"registry.example:5000\",\"username\":\"ann\",\"password\":\"s3cret\"}");
        assertThat(auth.of(ImageName.of("other.example/app:2"), context())).isEmpty();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
