package dev.skiff.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Explanation.Need;
import dev.skiff.engine.Explanation.Wait;
import dev.skiff.model.NodePhase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final String LEAF = "- {name: ok, container: {image: i, command: [c]}}\n";

    @Test
    void aTaskThatHasNotBegunNamesTheTasksThatItWaitsFor() {
        Play play = new Play(Workflows.of("""
                - name: main
                  dag:
                    tasks:
                    - {name: a, template: ok}
                    - {name: b, template: ok}
                    - {name: c, template: ok, depends: "a.Succeeded && b", when: "{{tasks.a.status}} == Succeeded"}
                """ + LEAF));
        play.succeed("wf.a");

        Explanation c = unbegun(play, "wf.c");

        Need a = new Need("wf.a", NodePhase.SUCCEEDED);
        Need b = new Need("wf.b", NodePhase.PENDING);
        assertThat(c.needs()).containsExactly(a, b);
        assertThat(c.waits()).containsExactly(new Wait.Others(List.of(b)));
        assertThat(c.depends()).isEqualTo("a.Succeeded && b");
        assertThat(c.when()).isEqualTo("{{tasks.a.status}} == Succeeded");
        assertThat(c.step()).isEqualTo("c");

        play.succeed("wf.b");
        assertThat(play.run.unbegun()).isEmpty();
        Explanation begun = play.run.explain(play.id("wf.c"));
        assertThat(begun.depends()).isEqualTo("a.Succeeded && b");
        assertThat(begun.needs()).allMatch(Need::done);
        assertThat(begun.template()).isNotNull();
        assertThat(begun.waits()).isEmpty();
    }

    @Test
    void aLaterStepWaitsForTheGroupBefore() {
        Play play = new Play(Workflows.of("""
                - name: main
                  steps:
                  - - {name: a, template: ok}
                    - {name: b, template: ok}
                  - - {name: c, template: ok}
                """ + LEAF));
        play.succeed("wf[0].a");

        assertThat(unbegun(play, "wf[1].c").waits())
                .containsExactly(new Wait.Others(List.of(new Need("wf[0].b", NodePhase.PENDING))));
    }

    @Test
    void whatParallelismHoldsBackSaysWhoseParallelismItIs() {
        Play inside = new Play(Workflows.of("""
                - name: main
                  parallelism: 1
                  steps:
                  - - {name: a, template: ok, withSequence: {count: 2}}
                """ + LEAF));
        Play around = new Play(Workflows.parse("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: wf}
                spec:
                  entrypoint: main
                  parallelism: 1
                  templates:
                  - name: main
                    dag:
                      tasks:
                      - {name: a, template: ok}
                      - {name: b, template: ok}
                  - {name: ok, container: {image: i, command: [c]}}
                """));

        assertThat(unbegun(inside, "wf[0].a(1:1)").waits()).containsExactly(new Wait.Parallelism("main", 1));
        assertThat(unbegun(around, "wf.b").waits()).containsExactly(new Wait.Parallelism("", 1));
    }

    @Test
    void aRetryThatWaitsSaysUntilWhen() {
        Play play = new Play(Workflows.of("""
                - name: main
                  retryStrategy: {limit: 2, backoff: {duration: 30s}}
                  container: {image: i, command: [c]}
                """));
        play.fail("wf(0)", 1);

        assertThat(play.run.explain(play.id("wf")).waits())
                .containsExactly(new Wait.Backoff(Play.START.plusSeconds(30)));
    }

    private static Explanation unbegun(Play play, String name) {
        return play.run.unbegun().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not among " + play.run.unbegun()));
    }
}
