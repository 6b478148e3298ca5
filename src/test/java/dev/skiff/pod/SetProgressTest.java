package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TaskState.Member;
import dev.skiff.model.NodePhase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** RES-10, PHASE-05, PHASE-08, STOP-06. */
class SetProgressTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private static SetProgress progress(Map<String, List<String>> graph) {
        return new SetProgress(new TreeMap<>(graph));
    }

    private static SetProgress.End end(int code) {
        return new SetProgress.End(code, "", false, T, T.plusSeconds(1));
    }

    private static void startAll(SetProgress progress) {
        progress.startable().forEach(name -> progress.started(name, T));
    }

    @Test
    void aMemberStartsWhenAllThatItDependsOnHaveSucceeded() {
        SetProgress p = progress(Map.of("a", List.of(), "b", List.of(), "c", List.of("a", "b")));

        assertThat(p.startable()).containsExactly("a", "b");
        startAll(p);
        p.ended("a", end(0));
        assertThat(p.startable()).isEmpty();
        p.ended("b", end(0));
        assertThat(p.startable()).containsExactly("c");
        startAll(p);
        p.ended("c", end(0));

        assertThat(p.isOver()).isTrue();
        assertThat(p.message()).isEmpty();
        assertThat(p.exitCode()).isNull();
        assertThat(p.members().values()).extracting(Member::phase).containsOnly(NodePhase.SUCCEEDED);
    }

    @Test
    void whatDependsOnAFailureIsAnErrorWithCode64AndSoOn() {
        SetProgress p = progress(Map.of("a", List.of(), "main", List.of("a"), "z", List.of("main")));
        startAll(p);

        p.ended("a", end(3));

        assertThat(p.isOver()).isTrue();
        assertThat(p.message()).isEqualTo("a: Error (exit code 3)");
        assertThat(p.members().get("a").message()).isEqualTo("a: Error (exit code 3): ");
        assertThat(p.members().get("a").phase()).isEqualTo(NodePhase.FAILED);
        assertThat(p.members().get("main").phase()).isEqualTo(NodePhase.ERROR);
        assertThat(p.members().get("main").message())
                .isEqualTo("main: Error (exit code 64): dependency \"a\" exited with non-zero code: 3");
        assertThat(p.members().get("z").message())
                .isEqualTo("z: Error (exit code 64): dependency \"main\" exited with non-zero code: 64");
        assertThat(p.exitCode()).isEqualTo(64);
    }

    @Test
    void theMessageIsThatOfTheFirstFailureByName() {
        SetProgress p = progress(Map.of("z", List.of(), "b", List.of("z")));
        startAll(p);

        p.ended("z", end(1));

        assertThat(p.message()).isEqualTo("b: Error (exit code 64): dependency \"z\" exited with non-zero code: 1");
    }

    @Test
    void dependantsOfAMemberThatRanOutOfMemoryAreTerminatedWithTheRest() {
        SetProgress p = progress(Map.of("one", List.of(), "two", List.of("one")));
        startAll(p);

        p.ended("one", new SetProgress.End(137, "", true, T, T.plusSeconds(1)));

        assertThat(p.isOver()).isFalse();
        assertThat(p.startable()).isEmpty();
        assertThat(p.stopAt()).contains(T.plusSeconds(1).plus(SetProgress.NOTICE));
        p.stop(T.plusSeconds(3));
        assertThat(p.isOver()).isTrue();
        assertThat(p.message()).isEqualTo("one: OOMKilled (exit code 137)");
        assertThat(p.members().get("two").exitCode()).isEqualTo(143);
        assertThat(p.members().get("two").phase()).isEqualTo(NodePhase.FAILED);
    }

    @Test
    void nothingStartsAfterAStop() {
        SetProgress p = progress(Map.of("a", List.of(), "b", List.of("a"), "c", List.of()));
        p.started("a", T);
        p.started("c", T);
        p.stop(T.plusSeconds(2));

        p.ended("a", end(0));
        p.ended("c", end(143));

        assertThat(p.startable()).isEmpty();
        assertThat(p.isOver()).isTrue();
        assertThat(p.members().get("b").exitCode()).isEqualTo(143);
        assertThat(p.message()).isEqualTo("b: Error (exit code 143)");
    }

    @Test
    void whatHasNotEndedWhenTheInfrastructureFailsIsItsError() {
        SetProgress p = progress(Map.of("a", List.of(), "b", List.of(), "c", List.of("a")));
        startAll(p);
        p.ended("a", end(0));

        p.abort("lost", T.plusSeconds(5));

        assertThat(p.isOver()).isTrue();
        assertThat(p.members().get("a").phase()).isEqualTo(NodePhase.SUCCEEDED);
        assertThat(p.members().get("b").message()).isEqualTo("lost");
        assertThat(p.finishedAt(T)).isEqualTo(T.plusSeconds(5));
    }
}
