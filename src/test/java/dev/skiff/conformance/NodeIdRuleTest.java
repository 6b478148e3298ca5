package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeIdRuleTest {

    @Test
    void theRootsIdIsTheWorkflowsName() {
        assertThat(NodeIdRule.idOf("wf", "wf")).isEqualTo("wf");
    }

    /** Vectors published with the hash itself: {@code a} → e40c292c, {@code foobar} → bf9cf968. */
    @Test
    void otherIdsEndInTheHashOfTheNodesName() {
        assertThat(NodeIdRule.idOf("wf", "a")).isEqualTo("wf-3826002220");
        assertThat(NodeIdRule.idOf("wf", "foobar")).isEqualTo("wf-3214735720");
    }

    @Test
    void theHashIsOfTheUtf8Bytes() {
        assertThat(NodeIdRule.idOf("wf", "é")).isNotEqualTo(NodeIdRule.idOf("wf", "e"));
        assertThat(NodeIdRule.idOf("wf", "\u00e9")).isEqualTo(NodeIdRule.idOf("wf", "é"));
    }
}
