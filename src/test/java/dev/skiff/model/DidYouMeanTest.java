package dev.skiff.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {

    private static final List<String> KNOWN = List.of("entrypoint", "templates", "onExit", "when");

    @Test
    void typingMistakesFindTheName() {
        assertThat(DidYouMean.nearest("entryPoint", KNOWN)).contains("entrypoint");
        assertThat(DidYouMean.nearest("tempaltes", KNOWN)).contains("templates");
        assertThat(DidYouMean.nearest("onexit", KNOWN)).contains("onExit");
    }

    @Test
    void aStrangeNameFindsNothing() {
        assertThat(DidYouMean.nearest("podSpecPatch", KNOWN)).isEmpty();
        assertThat(DidYouMean.hint("x", KNOWN)).isNull();
    }

    @Test
    void swappedNeighboursAreOneMistake() {
        assertThat(DidYouMean.distance("hwen", "when")).isEqualTo(1);
        assertThat(DidYouMean.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void aSentenceContinuesWithTheHintOnlyWhenThereIsOne() {
        assertThat(DidYouMean.hintAfter("; ", "wen", KNOWN)).isEqualTo("; did you mean 'when'?");
        assertThat(DidYouMean.hintAfter("; ", "podSpecPatch", KNOWN)).isEmpty();
    }

    @Test
    void aTextWithoutEndIsComparedWithNothing() {
        String endless = "a".repeat(200_000);

        assertThat(DidYouMean.nearest(endless, List.of(endless + "b"))).isEmpty();
    }
}
