package dev.skiff.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePathTest {

    @ParameterizedTest
    @CsvSource({
        "wf, wf",
        "wf[0].numbers, numbers",
        "wf[1].each(0:5)[0].square, each(0:5).square",
        "wf.task.inner(2:x), task.inner(2:x)",
        "wf.onExit, onExit"
    })
    void aPathIsTheStepsBelowTheRunWithoutTheNumbersOfGroups(String name, String path) {
        assertThat(NodePath.of("wf", name)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "each*, each(0:5).square, true",
        "*square, each(0:5).square, true",
        "each(?:5).square, each(0:5).square, true",
        "each, each(0:5), false",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "**, '', true"
    })
    void aStarIsAnyTextAndEverythingElseIsItself(String glob, String path, boolean matches) {
        assertThat(NodePath.matches(glob, path)).isEqualTo(matches);
    }

    @Test
    void aPatternOfManyStarsIsComparedAtOnce() {
        assertThat(NodePath.matches("a*".repeat(200) + "b", "a".repeat(5_000))).isFalse();
    }
}
