package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.Artifact;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a task is given as input artifacts, and what becomes of its output artifacts: the whole contract for executors that carry them
 * themselves.
 */
public abstract class TaskArtifactsContract extends TaskExecutorContract {

    /** What executors of these tests are opened with. */
    protected final MemoryArtifacts artifacts = new MemoryArtifacts();

    private String saved(TaskState.Ended end, String name) {
        OutputArtifact artifact = end.results().artifacts().get(name);
        assertThat(artifact).isInstanceOf(OutputArtifact.Saved.class);
        return ((OutputArtifact.Saved) artifact).artifact().s3().key();
    }

    @AfterEach
    void whatWasFetchedIsForgotten() {
        assertThat(artifacts.unclosed()).isZero();
    }

    @Test
    void anInputArtifactIsAtItsPathBeforeTheTaskStarts() {
        artifacts.put("in", "hello");

        runToEnd(task("a")
                .sh("cat /tmp/message")
                .input(MemoryArtifacts.at("message", "/tmp/message", "in"))
                .build());

        assertThat(heard.stdout("a")).isEqualTo("hello");
    }

    @Test
    void anInputArtifactMayBeADirectoryWhereThereIsNone() {
        artifacts.put("in", Map.of("x", "1"));

        runToEnd(task("a")
                .sh("cat /work/deep/in/x")
                .input(MemoryArtifacts.at("files", "/work/deep/in", "in"))
                .build());

        assertThat(heard.stdout("a")).isEqualTo("1");
    }

    @Test
    void anInputArtifactMayLieInAVolume() {
        artifacts.put("in", "hello");

        runToEnd(task("a")
                .sh("cat /vol/sub/message")
                .volume(SCRATCH)
                .mount("scratch", "/vol")
                .input(MemoryArtifacts.at("message", "/vol/sub/message", "in"))
                .build());

        assertThat(heard.stdout("a")).isEqualTo("hello");
    }

    /** ART-05. */
    @Test
    void anOptionalInputArtifactThatIsNowhereIsLeftOut() {
        var end = runToEnd(task("a")
                .sh("[ ! -e /tmp/message ]")
                .input(MemoryArtifacts.at("gone", "/tmp/message", "nowhere").toBuilder()
                        .optional(true)
                        .build())
                .input(Artifact.builder()
                        .name("unsupplied")
                        .path("/tmp/other")
                        .optional(true)
                        .build())
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    /** PHASE-04: it is not the user's code that has failed. */
    @Test
    void aTaskWhoseInputArtifactCannotBeHadEndsInError() {
        var end = runToEnd(task("a")
                .sh("echo ran")
                .input(MemoryArtifacts.at("message", "/tmp/message", "nowhere"))
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("artifact 'message'");
        assertThat(heard.stdout("a")).isEmpty();
    }

    /** ART-10. */
    @Test
    void aPathThatLeadsUpwardsIsRefused() {
        var end = runToEnd(task("a").outputArtifact("out", "/tmp/../etc/passwd").build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message())
                .contains("attempted to use a path containing '..'. Directory traversal is not permitted");
    }

    // PHASE-11
    @Test
    void anOutputFileIsSavedBeforeTheEndIsObserved() {
        var end = runToEnd(task("a")
                .sh("echo hello > /tmp/message")
                .outputArtifact("message", "/tmp/message")
                .build());

        assertThat(artifacts.at(saved(end, "message"))).containsExactly("=hello\n");
    }

    @Test
    void anOutputDirectoryIsSavedWithWhatIsInIt() {
        var end = runToEnd(task("a")
                .sh("mkdir -p /work/out/sub; printf 1 > /work/out/a; printf 2 > /work/out/sub/b; ln -s a /work/out/c")
                .outputArtifact("files", "/work/out/")
                .build());

        assertThat(artifacts.at(saved(end, "files"))).containsExactlyInAnyOrder("/", "a=1", "c->a", "sub/", "sub/b=2");
    }

    @Test
    void anOutputThatIsASymbolicLinkIsFollowed() {
        var end = runToEnd(task("a")
                .sh("printf 1 > real; ln -s \"$PWD/real\" /tmp/message")
                .outputArtifact("message", "/tmp/message")
                .build());

        assertThat(artifacts.at(saved(end, "message"))).containsExactly("=1");
    }

    /** ART-09. */
    @Test
    void anOutputIsSavedFromAVolume() {
        var end = runToEnd(task("a")
                .sh("echo x > /vol/message")
                .volume(SCRATCH)
                .mount("scratch", "/vol")
                .outputArtifact("message", "/vol/message")
                .outputArtifact("all", "/vol")
                .build());

        assertThat(artifacts.at(saved(end, "message"))).containsExactly("=x\n");
        assertThat(artifacts.at(saved(end, "all"))).contains("message=x\n");
    }

    /** ART-09. */
    @Test
    void anOutputAtThePathOfAnInputIsWhatTheTaskLeftThere() {
        artifacts.put("in", "old");

        var end = runToEnd(task("a")
                .sh("echo new >> /tmp/message")
                .input(MemoryArtifacts.at("in", "/tmp/message", "in"))
                .outputArtifact("out", "/tmp/message")
                .build());

        assertThat(artifacts.at(saved(end, "out"))).containsExactly("=oldnew\n");
        assertThat(artifacts.at("in")).containsExactly("=old");
    }

    /** OUT-15. */
    @Test
    void aTaskThatFailsHandsOverWhatItHasWritten() {
        var end = runToEnd(task("a")
                .sh("echo half > /tmp/message; exit 3")
                .outputArtifact("message", "/tmp/message")
                .build());

        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(artifacts.at(saved(end, "message"))).containsExactly("=half\n");
    }

    @Test
    void anOutputThatIsNotThereIsMissingAndOneThatCannotBeStoredSaysWhy() {
        var end = runToEnd(task("a")
                .sh("echo x > /tmp/there")
                .outputArtifact("absent", "/tmp/absent")
                .outputArtifact("unsavable", "/tmp/there")
                .build());

        assertThat(end.results().artifacts().get("absent")).isEqualTo(new OutputArtifact.Missing());
        assertThat(end.results().artifacts().get("unsavable")).isEqualTo(new OutputArtifact.Unsaved("no room"));
    }

    /** ART-06. */
    @Test
    void mainsOutputIsSavedWhenItIsWanted() {
        var end = runToEnd(task("a")
                .sh("echo said; sleep 0.5; echo wrong >&2; exit 1")
                .archiveLogs()
                .build());

        assertThat(artifacts.at(saved(end, "main-logs"))).containsExactly("=said\nwrong\n");
    }

    @Test
    void anInputOfTenMegabytesArrivesWholeAndAnOutputLeavesSo() {
        String text = "0123456789".repeat(1 << 20);
        artifacts.put("in", text);

        var end = runToEnd(task("a")
                .sh("cp /tmp/in /tmp/out")
                .input(MemoryArtifacts.at("in", "/tmp/in", "in"))
                .outputArtifact("out", "/tmp/out")
                .build());

        assertThat(artifacts.at(saved(end, "out")).equals(java.util.List.of("=" + text)))
                .isTrue();
    }
}
