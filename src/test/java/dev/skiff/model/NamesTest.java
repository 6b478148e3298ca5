package dev.skiff.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {

    // NODE-01
    @Test
    void theHashIsFnv1aOf32Bits() {
        // published test vectors of the FNV reference
        assertThat(Names.fnv1a32("")).isEqualTo(0x811C9DC5L);
        assertThat(Names.fnv1a32("a")).isEqualTo(0xE40C292CL);
        assertThat(Names.fnv1a32("foobar")).isEqualTo(0xBF9CF968L);
    }

    // NODE-01, NODE-02
    @Test
    void theRootNodeHasTheWorkflowsNameAsItsId() {
        assertThat(Names.nodeId("wf", "wf")).isEqualTo("wf");
        assertThat(Names.nodeId("wf", "wf[0].a")).isEqualTo("wf-" + Names.fnv1a32("wf[0].a"));
    }

    // NODE-17
    @Test
    void podNamesFollowTheVersion() {
        long hash = Names.fnv1a32("wf.a");
        assertThat(Names.podName("wf", "echo", "wf.a", PodNameVersion.V1)).isEqualTo("wf-" + hash);
        assertThat(Names.podName("wf", "echo", "wf.a", PodNameVersion.V2)).isEqualTo("wf-echo-" + hash);
        assertThat(Names.podName("wf", "", "wf.a", PodNameVersion.V2)).isEqualTo("wf-" + hash);
        assertThat(Names.podName("wf", "echo", "wf", PodNameVersion.V2)).isEqualTo("wf");
    }

    // NODE-17
    @Test
    void aLongPodNameKeeps242CharactersBeforeTheHash() {
        String name = Names.podName("w".repeat(63), "t".repeat(250), "n", PodNameVersion.V2);
        assertThat(name).isEqualTo("w".repeat(63) + "-" + "t".repeat(242 - 64) + "-" + Names.fnv1a32("n"));
    }

    // NODE-03, NODE-04, NODE-09
    @Test
    void nodeNamesAreComposedFromLeftToRight() {
        String group = Names.stepGroup("wf", 0);
        String element = Names.loopElement(Names.child(group, "task2"), 0, "f(1)");
        assertThat(Names.stepGroup(Names.attempt(element, 1), 0) + ".inner").isEqualTo("wf[0].task2(0:f1)(1)[0].inner");
        assertThat(Names.onExit("wf")).isEqualTo("wf.onExit");
        assertThat(Names.hook("wf.a", "running")).isEqualTo("wf.a.hooks.running");
    }

    @Test
    void generatedNamesEndInFiveLettersOrDigits() {
        assertThat(Names.generated("hello-", new Random(1))).matches("hello-[a-z0-9]{5}");
        assertThat(Names.generated("x", new Random(1))).isEqualTo(Names.generated("x", new Random(1)));
    }

    /** So that {@code global-parameter-from-configmap-referenced-as-local-variable-}, an example of Argo's, can run. */
    @Test
    void aPrefixThatIsTooLongForTheFiveCharactersIsCut() {
        assertThat(Names.generated("a".repeat(58), new Random(1))).matches("a{58}[a-z0-9]{5}");
        assertThat(Names.generated("a".repeat(70), new Random(1))).matches("a{58}[a-z0-9]{5}");
    }

    @Test
    void claimsAndCronChildrenAreNamedAfterTheirOwner() {
        assertThat(Names.volumeClaim("wf", "work")).isEqualTo("wf-work");
        assertThat(Names.cronChild("nightly", 1_700_000_000L)).isEqualTo("nightly-1700000000");
    }
}
